// What each call of both contracts costs on the real host, in recording mode, with XLM as token and
// the caller as the transaction's source: the table of docs/costs.md. Fees are at the settings of
// the public network, without the inclusion fee.
#include <fmt/format.h>

#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

/// A world without a test around it.
class Stage : public MarketWorld {
public:
    void TestBody() override {}
    void calls_as(const Party& party) { chain.set_source(party.account()); }
};

template <class T>
void print(std::string_view name, const Outcome<T>& outcome) {
    const Call& call = outcome.call();
    if (!call.succeeded) throw std::runtime_error(std::string(name) + ": " + call.message);
    const auto& footprint = call.resources.footprint;
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", name, call.cpu_instructions,
               call.memory_bytes, footprint.read_only.size() + footprint.read_write.size(),
               footprint.read_write.size(), call.resources.write_bytes, call.event_bytes,
               call.rent_fee_stroops, call.resource_fee_stroops);
}

void print_registry(Stage& stage) {
    auto& registry = stage.registry;
    const auto& provider = stage.provider.address();
    stage.calls_as(stage.provider);
    print("register_gpu, a provider's first", registry.register_gpu(provider, "RTX 4090", 24, 1));
    print("register_gpu, the second", registry.register_gpu(provider, "RTX 4090", 24, 1));
    print("set_availability", registry.set_availability(provider, 1, false));
    print("update_price", registry.update_price(provider, 0, stroops_per_xlm));
    print("set_endpoint", registry.set_endpoint(provider, "https://gpu.example.org:3001"));
    print("get_endpoint", registry.get_endpoint(provider));
    print("get_gpu", registry.get_gpu(0));
    print("get_provider_gpus, of 2", registry.get_provider_gpus(provider));
    print("get_next_gpu_id", registry.get_next_gpu_id());
    print("list_gpus, of 2", registry.list_gpus(0, 50));
}

void print_marketplace(Stage& stage) {
    auto& market = stage.market;
    const auto& consumer = stage.consumer.address();
    const auto& provider = stage.provider.address();
    const std::string script = R"json({"type":"python-script","code":"print('hello')"})json";
    const auto posts = [&] { return market.post_job(consumer, 0, script, 1, stroops_per_xlm); };
    stage.calls_as(stage.consumer);
    print("post_job, a consumer's first", posts());
    print("post_job, the second", posts());
    print("cancel_job", market.cancel_job(consumer, 1));
    posts().value();
    stage.calls_as(stage.provider);
    print("claim_job, a provider's first", market.claim_job(provider, 0));
    print("claim_job, the second", market.claim_job(provider, 2));
    print("complete_job",
          market.complete_job(provider, 0, "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26"));
    print("release_job", market.release_job(provider, 2, ""));
    stage.calls_as(stage.treasury);
    print("withdraw_fees", market.withdraw_fees());
    print("get_job", market.get_job(0));
    print("get_consumer_jobs, of 3", market.get_consumer_jobs(consumer));
    print("get_next_job_id", market.get_next_job_id());
    print("get_platform_fees", market.get_platform_fees());
    print("list_jobs, of 3", market.list_jobs(0, 50));
    stage.calls_as(stage.consumer);
    for (int job = 3; job < 999; ++job)
        posts().value();
    print("post_job, the 1,000th", posts());
}

void print_table() {
    Stage stage;
    fmt::print(
        "| call | instructions | memory, bytes | entries read | entries written | bytes written "
        "| event bytes | rent, stroops | resource fee, stroops |\n"
        "|---|---|---|---|---|---|---|---|---|\n");
    print_registry(stage);
    print_marketplace(stage);
}

}  // namespace
}  // namespace carrot::contracts::test

int main() {
    try {
        carrot::contracts::test::print_table();
    } catch (const std::exception& error) {
        fmt::print(stderr, "contract_costs: {}\n", error.what());
        return 1;
    }
}
