#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct ShowFees {
    void declare(Command& command) { command.example("carrot fees show"); }

    Result<void> run(Session& session) {
        auto market = TRY(session.market());
        market::Stroops fees { TRY(market.marketplace().get_platform_fees()) };
        auto treasury = market.deployment().treasury.to_string();
        session.output().show({{"fees_stroops", market::to_decimal(fees)}, {"treasury", treasury}},
                              fmt::format("{} collected, for {}", with_unit(fees), treasury));
        return {};
    }
};

}  // namespace

void add_fees_show(Command& fees) {
    fees.command<ShowFees>("show", "The fees that have not been withdrawn");
}

}  // namespace carrot::cli
