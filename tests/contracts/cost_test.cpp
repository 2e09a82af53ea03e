// What calls may cost at most, so that a change that makes them dearer is seen. The figures are
// instructions in recording mode with XLM as token, called by the source account itself.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

class Cost : public MarketWorld {
protected:
    template <class T>
    void expect_at_most(std::uint64_t instructions, const Outcome<T>& outcome) {
        EXPECT_TRUE(outcome.succeeded()) << outcome.call().message;
        EXPECT_LE(outcome.call().cpu_instructions, instructions);
        EXPECT_LE(outcome.call().memory_bytes, 400'000u);
    }
    void called_by(const Party& party) { chain.set_source(party.account()); }
};

TEST_F(Cost, OfTheRegistrysCallsStaysWithinBounds) {
    called_by(provider);
    registered_gpu();
    expect_at_most(500'000, registry.register_gpu(provider.address(), "A", 1, 1));
    expect_at_most(390'000, registry.set_availability(provider.address(), 0, false));
    expect_at_most(390'000, registry.update_price(provider.address(), 0, 1));
    expect_at_most(350'000, registry.get_gpu(0));
}

TEST_F(Cost, OfTheMarketplacesCallsStaysWithinBounds) {
    const u32 gpu = registered_gpu();
    called_by(consumer);
    market.post_job(consumer.address(), gpu, "{}", 1, 1_xlm).value();
    expect_at_most(1'090'000, market.post_job(consumer.address(), gpu, "{}", 1, 1_xlm));
    expect_at_most(640'000, market.cancel_job(consumer.address(), 1));
    expect_at_most(420'000, market.get_job(0));
    called_by(provider);
    expect_at_most(520'000, market.claim_job(provider.address(), 0));
    expect_at_most(1'050'000, market.complete_job(provider.address(), 0, "ipfs://bafy"));
}

TEST_F(Cost, OfTheThousandthJobIsThatOfTheSecond) {
    const u32 gpu = provider.registers("A", 1, 1);
    called_by(consumer);
    const auto posts = [&] { return market.post_job(consumer.address(), gpu, "{}", 1, 1).call(); };
    posts();
    const auto second = posts();
    for (int i = 3; i < 1'000; ++i)
        ASSERT_TRUE(posts().succeeded);
    const auto thousandth = posts();
    EXPECT_LT(static_cast<double>(thousandth.cpu_instructions),
              static_cast<double>(second.cpu_instructions) * 1.03);
    EXPECT_LT(thousandth.resources.write_bytes, second.resources.write_bytes + 256);
}

}  // namespace
}  // namespace carrot::contracts::test
