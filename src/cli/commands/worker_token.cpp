#include <boost/json/value.hpp>

#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "worker/pairing_token.hpp"

namespace carrot::cli {
namespace {

struct ShowToken {
    bool make_anew = false;

    void declare(Command& command) {
        command.flag("--new", make_anew,
                     "replace it; browsers that have the old one must pair again");
        command.example("carrot worker token --network testnet");
        command.note(
            "Whoever has the token drives the worker: give it to your own browser alone. A "
            "running\n"
            "worker takes a new token with its next start.");
    }

    Result<void> run(Session& session) {
        auto directory = session.worker_directory();
        TRY(make_directories(directory));
        if (make_anew) TRY(worker::replace_pairing_token(directory));
        auto token = TRY(worker::load_pairing_token(directory));
        session.output().show({{"token", token}}, token);
        return {};
    }
};

}  // namespace

void add_worker_token(Command& worker) {
    worker.command<ShowToken>("token", "Show the token that pairs your browser with the worker");
}

}  // namespace carrot::cli
