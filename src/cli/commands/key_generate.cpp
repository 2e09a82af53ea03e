#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct GenerateKey {
    std::string name;
    bool fund = false;

    void declare(Command& command) {
        command.argument("name", name, "letters, digits, - and _");
        command.flag("--fund", fund, "also ask the network's friendbot for XLM");
        command.example("carrot key generate alice --fund");
        command.note("The secret is kept in stellar-cli's folder and never shown.");
    }

    Result<void> run(Session& session) {
        auto key = stellar::KeyPair::generate();
        TRY(session.user_keys().save(name, key));
        auto account = key.account();
        if (fund) {
            auto* caller = TRY(session.caller());
            TRY(caller->rpc().fund(account, session.stop()));
        }
        session.output().show({{"name", name}, {"address", account.to_string()}, {"funded", fund}},
                              fmt::format("{}  {}", name, account));
        return {};
    }
};

}  // namespace

void add_key_generate(Command& key) { key.command<GenerateKey>("generate", "Make a new key"); }

}  // namespace carrot::cli
