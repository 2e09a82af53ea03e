// What providers do with their GPUs.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

using RegisterGpu = MarketWorld;
using SetAvailability = MarketWorld;
using UpdatePrice = MarketWorld;
using SetEndpoint = MarketWorld;
using IncrementJobCount = MarketWorld;
using GetGpu = MarketWorld;

constexpr i128 highest_price = gpu_registry::price_per_hour_max;

TEST_F(RegisterGpu, PutsTheGpuOnTheMarketAsDescribed) {
    const u32 id = provider.registers("RTX 4090", 24, 2_xlm);
    const Gpu gpu = registry.get_gpu(id);
    EXPECT_EQ(gpu.provider, provider.address());
    EXPECT_EQ(gpu.model, "RTX 4090");
    EXPECT_EQ(gpu.vram_gb, 24u);
    EXPECT_EQ(stroops(gpu.price_per_hour), 2 * stroops_per_xlm);
    EXPECT_TRUE(gpu.available);
    EXPECT_EQ(gpu.total_jobs, 0u);
    EXPECT_EQ(gpu.registered_at, chain.time_s());
}

TEST_F(RegisterGpu, CountsIdsFromZeroAcrossProviders) {
    EXPECT_EQ(registry.get_next_gpu_id().value(), 0u);
    EXPECT_EQ(provider.registers("A", 1, 1).value(), 0u);
    EXPECT_EQ(stranger.registers("B", 1, 1).value(), 1u);
    EXPECT_EQ(registry.get_next_gpu_id().value(), 2u);
}

TEST_F(RegisterGpu, AnnouncesTheGpu) {
    const auto registered = provider.registers("RTX 4090", 24, 2_xlm);
    const auto event = only_event<GpuRegistry::GpuRegistered>(registered);
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.gpu_id.value, registered.value());
    EXPECT_EQ(event.model, "RTX 4090");
    EXPECT_EQ(event.vram_gb, 24u);
    EXPECT_EQ(stroops(event.price_per_hour), 2 * stroops_per_xlm);
}

TEST_F(RegisterGpu, TakesModelsOfOneTo64Bytes) {
    EXPECT_EQ(provider.registers("", 24, 1), RegistryError::invalid_model);
    EXPECT_EQ(provider.registers(std::string(65, 'x'), 24, 1), RegistryError::invalid_model);
    EXPECT_TRUE(provider.registers(std::string(64, 'x'), 24, 1).succeeded());
    EXPECT_TRUE(provider.registers("x", 24, 1).succeeded());
}

TEST_F(RegisterGpu, RefusesAGpuWithoutMemory) {
    EXPECT_EQ(provider.registers("RTX 4090", 0, 1), RegistryError::invalid_vram);
}

TEST_F(RegisterGpu, TakesPricesFromOneToTenToThe18) {
    EXPECT_EQ(provider.registers("A", 1, 0), RegistryError::invalid_price);
    EXPECT_EQ(provider.registers("A", 1, -1), RegistryError::invalid_price);
    EXPECT_EQ(provider.registers("A", 1, highest_price + 1), RegistryError::invalid_price);
    EXPECT_EQ(provider.registers("A", 1, smallest_i128), RegistryError::invalid_price);
    EXPECT_EQ(provider.registers("A", 1, largest_i128), RegistryError::invalid_price);
    const u32 dear = provider.registers("A", 1, highest_price);
    EXPECT_TRUE(registry.get_gpu(dear).value().price_per_hour == highest_price);
    EXPECT_TRUE(provider.registers("A", 1, 1).succeeded());
}

TEST_F(SetAvailability, ClosesAndOpensTheGpu) {
    const u32 gpu = registered_gpu();
    provider.closes(gpu).value();
    EXPECT_FALSE(registry.get_gpu(gpu).value().available);
    provider.opens(gpu).value();
    EXPECT_TRUE(registry.get_gpu(gpu).value().available);
}

TEST_F(SetAvailability, LeavesTheRestOfTheGpuAsItWas) {
    const u32 gpu = registered_gpu();
    const auto before = registry.get_gpu(gpu).call().return_value;
    provider.closes(gpu).value();
    provider.opens(gpu).value();
    EXPECT_EQ(registry.get_gpu(gpu).call().return_value, before);
}

TEST_F(SetAvailability, AnnouncesIt) {
    const u32 gpu = registered_gpu();
    const auto event = only_event<GpuRegistry::GpuAvailability>(provider.closes(gpu));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.gpu_id.value, gpu);
    EXPECT_FALSE(event.available);
}

TEST_F(SetAvailability, RefusesOthersGpusAndUnknownOnes) {
    const u32 gpu = registered_gpu();
    EXPECT_EQ(stranger.closes(gpu), RegistryError::not_gpu_owner);
    EXPECT_EQ(provider.closes(gpu + 1), RegistryError::gpu_not_found);
}

TEST_F(UpdatePrice, SetsThePriceAndAnnouncesIt) {
    const u32 gpu = registered_gpu();
    const auto event = only_event<GpuRegistry::GpuPrice>(provider.prices(gpu, highest_price));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.gpu_id.value, gpu);
    EXPECT_TRUE(event.price_per_hour == highest_price);
    EXPECT_TRUE(registry.get_gpu(gpu).value().price_per_hour == highest_price);
}

TEST_F(UpdatePrice, RefusesPricesOutOfRange) {
    const u32 gpu = registered_gpu();
    EXPECT_EQ(provider.prices(gpu, 0), RegistryError::invalid_price);
    EXPECT_EQ(provider.prices(gpu, highest_price + 1), RegistryError::invalid_price);
}

TEST_F(UpdatePrice, RefusesOthersGpusAndUnknownOnes) {
    const u32 gpu = registered_gpu();
    EXPECT_EQ(stranger.prices(gpu, 1), RegistryError::not_gpu_owner);
    EXPECT_EQ(provider.prices(gpu + 1, 1), RegistryError::gpu_not_found);
}

TEST_F(SetEndpoint, IsEmptyUntilSet) {
    EXPECT_EQ(registry.get_endpoint(provider.address()).value(), "");
}

TEST_F(SetEndpoint, KeepsTheUrlAndAnnouncesIt) {
    const auto event =
        only_event<GpuRegistry::ProviderEndpoint>(provider.answers_at("https://gpu.example"));
    EXPECT_EQ(event.provider.value, provider.address());
    EXPECT_EQ(event.url, "https://gpu.example");
    EXPECT_EQ(registry.get_endpoint(provider.address()).value(), "https://gpu.example");
    EXPECT_EQ(registry.get_endpoint(stranger.address()).value(), "");
}

TEST_F(SetEndpoint, RemovesItWhenEmpty) {
    provider.answers_at("http://127.0.0.1:3001").value();
    provider.answers_at("").value();
    EXPECT_EQ(registry.get_endpoint(provider.address()).value(), "");
    EXPECT_TRUE(provider.answers_at("").succeeded());
}

TEST_F(SetEndpoint, TakesHttpUrlsOfUpTo256Bytes) {
    for (const auto* url : {"ftp://x", "http:/x", "https:", "x", "HTTP://x", "ahttp://x"}) {
        EXPECT_EQ(provider.answers_at(url), RegistryError::invalid_endpoint) << url;
    }
    const std::string longest = "http://" + std::string(249, 'x');
    EXPECT_TRUE(provider.answers_at(longest).succeeded());
    EXPECT_EQ(registry.get_endpoint(provider.address()).value(), longest);
    EXPECT_EQ(provider.answers_at(longest + "x"), RegistryError::invalid_endpoint);
}

TEST_F(IncrementJobCount, CountsCompletedJobs) {
    const u32 job = claimed_job();
    EXPECT_EQ(registry.get_gpu(0).value().total_jobs, 0u);
    provider.completes(job).value();
    EXPECT_EQ(registry.get_gpu(0).value().total_jobs, 1u);
}

TEST_F(IncrementJobCount, RefusesUnknownGpus) {
    EXPECT_EQ(registry.increment_job_count(0), RegistryError::gpu_not_found);
}

TEST_F(GetGpu, RefusesUnknownIds) {
    EXPECT_EQ(registry.get_gpu(0), RegistryError::gpu_not_found);
    registered_gpu();
    EXPECT_EQ(registry.get_gpu(1), RegistryError::gpu_not_found);
    EXPECT_EQ(registry.get_gpu(0xffff'ffff), RegistryError::gpu_not_found);
}

}  // namespace
}  // namespace carrot::contracts::test
