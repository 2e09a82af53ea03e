#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct UpdatePrice {
    market::GpuId gpu_id = 0;
    market::Stroops price;

    void declare(Command& command) {
        command.argument("gpu", gpu_id, "its number");
        command.argument("price", price, "XLM per hour, for jobs posted from now on");
        command.example("carrot gpu price 3 1.75 --key bob");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto receipt =
            TRY(market.registry_as(key, session.call_options())
                    .update_price(market::address_of(key.account()), gpu_id, price.count()));

        boost::json::object document{{"gpu_id", gpu_id},
                                     {"price_stroops_per_hour", market::to_decimal(price)}};
        add_receipt(document, receipt);
        const auto& paint = session.output().paint();
        session.output().show(document,
                              fmt::format("GPU {} costs {} per hour\n{}", gpu_id, with_unit(price),
                                          receipt_line(receipt, paint)));
        return {};
    }
};

}  // namespace

void add_gpu_price(Command& gpu) { gpu.command<UpdatePrice>("price", "Change a GPU's price"); }

}  // namespace carrot::cli
