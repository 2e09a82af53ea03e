#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct RegisterGpu {
    std::string model;
    std::uint32_t vram_gb = 0;
    market::Stroops price;
    std::optional<std::string> endpoint;

    void declare(Command& command) {
        command.required_option("--model", model, "for example \"RTX 4090\", at most 64 bytes");
        command.required_option("--vram-gb", vram_gb, "its memory in GB");
        command.required_option("--price", price, "XLM per hour");
        command.option("--endpoint", endpoint, "URL where your worker answers consumers");
        command.example(
            "carrot gpu register --model \"RTX 4090\" --vram-gb 24 --price 2.5 --key bob");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto me = market::address_of(key.account());
        auto registry = market.registry_as(key, session.call_options());
        auto receipt = TRY(registry.register_gpu(me, model, vram_gb, price.count()));
        if (endpoint) TRY(registry.set_endpoint(me, *endpoint));

        boost::json::object document{{"gpu_id", receipt.value}, {"provider", me.strkey}};
        add_receipt(document, receipt);
        const auto& paint = session.output().paint();
        session.output().show(
            document, fmt::format("GPU {} is on the market for {} per hour\n{}", receipt.value,
                                  with_unit(price), receipt_line(receipt, paint)));
        return {};
    }
};

}  // namespace

void add_gpu_register(Command& gpu) {
    gpu.command<RegisterGpu>("register", "Put a GPU of yours on the market");
}

}  // namespace carrot::cli
