#include "network/network.hpp"

#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/port_holder.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct RunNetwork {
    std::uint16_t port = 8000;
    std::string address = "127.0.0.1";
    bool forget = false;

    void declare(Command& command) {
        command.option("--port", port, "where to listen; 0 takes a free port (8000)");
        command.option("--address", address, "the address to listen on (127.0.0.1)");
        command.flag("--forget", forget, "keep the ledger in memory, not in the data directory");
        command.example("carrot network", "RPC at http://127.0.0.1:8000/rpc, until Ctrl-C");
        command.example("carrot network --forget --port 0 --json");
        command.note(
            "For stellar-cli, SDKs and wallets: passphrase \"Standalone Network ; February "
            "2017\",\n"
            "friendbot at /friendbot. The root account's key is public: don't open it to others.");
    }

    Result<void> run(Session& session) {
        network::NetworkOptions options;
        options.address = address;
        options.port = port;
        if (!forget) options.data_directory = session.directory() / "ledger";
        auto network = network::Network::start(std::move(options));
        if (!network) return std::unexpected(with_holder(std::move(network.error())));
        auto rpc_url = (*network)->rpc_url();
        auto friendbot_url = (*network)->url() + "/friendbot";
        session.output().show({{"rpc_url", rpc_url},
                               {"friendbot_url", friendbot_url},
                               {"passphrase", (*network)->passphrase()}},
                              fmt::format("RPC         {}\nfriendbot   {}\npassphrase  {}\n",
                                          rpc_url, friendbot_url, (*network)->passphrase()));
        session.output().note("Ctrl-C ends it");
        while (session.clock().sleep_for(std::chrono::hours(24), session.stop())) {
        }
        (*network)->stop();
        return {};
    }

private:
    Error with_holder(Error error) const {
        auto holder = port == 0 ? std::string{} : describe_port_holder(port);
        if (!holder.empty()) {
            error.message =
                fmt::format("port {} is taken{}: choose another with --port", port, holder);
        }
        return error;
    }
};

}  // namespace

void add_network(Command& program) {
    program.command<RunNetwork>("network", "Run a local Stellar network alone");
}

}  // namespace carrot::cli
