#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct WithdrawFees {
    void declare(Command& command) {
        command.example("carrot fees withdraw --key treasury");
        command.note("Only the treasury, who deployed the market, can do this.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        if (key.account() != market.deployment().treasury) {
            return fail(ErrorCode::permission_denied,
                        "withdraw fees: they belong to the treasury {}, and --key is {}",
                        market.deployment().treasury, key.account());
        }
        auto receipt = TRY(market.marketplace_as(key, session.call_options()).withdraw_fees());
        market::Stroops withdrawn{receipt.value};

        boost::json::object document{{"withdrawn_stroops", market::to_decimal(withdrawn)}};
        add_receipt(document, receipt);
        session.output().show(document,
                              fmt::format("{} withdrawn\n{}", with_unit(withdrawn),
                                          receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_fees_withdraw(Command& fees) {
    fees.command<WithdrawFees>("withdraw", "Pay the collected fees to the treasury");
}

}  // namespace carrot::cli
