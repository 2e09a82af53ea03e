#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct FundKey {
    std::string who;

    void declare(Command& command) {
        command.argument("key", who, "a key's name, or an account's address");
        command.example("carrot key fund alice --network testnet");
    }

    Result<void> run(Session& session) {
        auto address = TRY(session.address(who));
        const auto* account = address.account();
        if (account == nullptr) {
            return fail(ErrorCode::invalid_argument,
                        "fund {}: it is a contract, and friendbot funds accounts", who);
        }
        auto& rpc = TRY(session.caller())
        ->rpc();
        TRY(rpc.fund(*account, session.stop()));
        market::Stroops balance {
            TRY(rpc.account(*account, session.stop()))
            .balance_stroops
        };
        session.output().show(
            {{"address", account->to_string()}, {"balance_stroops", market::to_decimal(balance)}},
            fmt::format("{} holds {}", *account, with_unit(balance)));
        return {};
    }
};

}  // namespace

void add_key_fund(Command& key) {
    key.command<FundKey>("fund", "Ask the network's friendbot for XLM (local and testnet)");
}

}  // namespace carrot::cli
