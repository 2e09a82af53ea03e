#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ListKeys {
    bool balances = false;

    void declare(Command& command) {
        command.flag("--balances", balances, "also ask the network what each holds");
        command.example("carrot key list --balances");
    }

    Result<void> run(Session& session) {
        boost::json::array documents;
        std::vector<Table::Column> columns{{"NAME"}, {"ADDRESS"}, {"PASSPHRASE"}};
        if (balances) columns.push_back({"XLM", Table::Align::right});
        Table table(std::move(columns));
        for (const auto& store : {session.network_keys(), session.user_keys()}) {
            for (const auto& entry : TRY(store.list())) {
                if (!entry.account) {
                    session.output().note("skipped: {}", entry.account.error().message);
                    continue;
                }
                auto address = entry.account->to_string();
                boost::json::object document{{"name", entry.name},
                                             {"address", address},
                                             {"encrypted", entry.has_passphrase}};
                std::vector<std::string> cells{entry.name, address,
                                               entry.has_passphrase ? "yes" : "no"};
                if (balances) {
                    auto amount = TRY(balance_of(session, *entry.account));
                    cells.push_back(market::to_xlm(amount));
                    document["balance_stroops"] = market::to_decimal(amount);
                }
                documents.push_back(std::move(document));
                table.add_row(std::move(cells));
            }
        }
        auto text = documents.empty() ? "no keys; make one with 'carrot key generate NAME'"
                                      : table.to_text(session.output().paint());
        session.output().show({{"keys", std::move(documents)}}, text);
        return {};
    }

private:
    /// 0 for an account that is not on the network.
    static Result<market::Stroops> balance_of(Session& session, const stellar::AccountId& id) {
        auto account = TRY(session.caller())
        ->rpc().account(id, session.stop());
        if (!account && account.error().code == ErrorCode::not_found) return market::Stroops{};
        if (!account) return std::unexpected(std::move(account.error()));
        return market::Stroops{account->balance_stroops};
    }
};

}  // namespace

void add_key_list(Command& key) {
    key.command<ListKeys>("list", "The keys, and what they hold with --balances");
}

}  // namespace carrot::cli
