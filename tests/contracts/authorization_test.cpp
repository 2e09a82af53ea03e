// Every change asks the party named in the protocol's table, before anything else counts.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

class Authorization : public MarketWorld {
protected:
    template <class T>
    void expect_asks(const Party& party, const Outcome<T>& outcome) {
        ASSERT_TRUE(outcome.succeeded()) << outcome.call().message;
        EXPECT_EQ(authorizer(outcome.call()), party.address());
    }

    template <class T>
    void expect_auth_refusal(const Outcome<T>& outcome) {
        ASSERT_FALSE(outcome.succeeded());
        ASSERT_TRUE(outcome.call().error.has_value()) << outcome.call().message;
        EXPECT_EQ(outcome.call().error->type(), xdr::ScErrorType::SCE_AUTH)
            << outcome.call().message;
    }
};

TEST_F(Authorization, IsAskedOfTheNamedParty) {
    expect_asks(provider, provider.registers("RTX 4090", 24, 1_xlm));
    expect_asks(provider, provider.closes(0));
    expect_asks(provider, provider.opens(0));
    expect_asks(provider, provider.prices(0, 2_xlm));
    expect_asks(provider, provider.answers_at("http://x"));
    expect_asks(consumer, consumer.posts("{}", 0, 1, 2_xlm));
    expect_asks(provider, provider.claims(0));
    expect_asks(provider, provider.completes(0));
    expect_asks(consumer, consumer.posts("{}", 0, 1, 2_xlm));
    expect_asks(provider, provider.claims(1));
    expect_asks(provider, provider.releases(1));
    expect_asks(consumer, consumer.posts("{}", 0, 1, 2_xlm));
    expect_asks(consumer, consumer.cancels(2));
    expect_asks(treasury, market.withdraw_fees());
}

TEST_F(Authorization, MissingStopsEveryChange) {
    const u32 open = posted_job();
    const u32 claimed = claimed_job();
    provider.completes(claimed_job()).value();
    chain.set_authorizations(Authorizations::missing);
    expect_auth_refusal(provider.registers("RTX 4090", 24, 1_xlm));
    expect_auth_refusal(provider.closes(0));
    expect_auth_refusal(provider.prices(0, 2_xlm));
    expect_auth_refusal(provider.answers_at("http://x"));
    expect_auth_refusal(consumer.posts("{}", 0, 1, 2_xlm));
    expect_auth_refusal(provider.claims(open));
    expect_auth_refusal(provider.completes(claimed));
    expect_auth_refusal(provider.releases(claimed));
    expect_auth_refusal(consumer.cancels(open));
    expect_auth_refusal(market.withdraw_fees());
}

TEST_F(Authorization, OfTheMarketplaceIsNobodyElses) {
    registered_gpu();
    chain.set_authorizations(Authorizations::missing);
    expect_auth_refusal(registry.increment_job_count(0));
}

TEST_F(Authorization, IsNotAskedForReading) {
    posted_job();
    chain.set_authorizations(Authorizations::missing);
    EXPECT_TRUE(registry.get_gpu(0).succeeded());
    EXPECT_TRUE(registry.get_endpoint(provider.address()).succeeded());
    EXPECT_TRUE(registry.get_provider_gpus(provider.address()).succeeded());
    EXPECT_TRUE(registry.get_next_gpu_id().succeeded());
    EXPECT_TRUE(registry.list_gpus(0, 1).succeeded());
    EXPECT_TRUE(market.get_job(0).succeeded());
    EXPECT_TRUE(market.get_consumer_jobs(consumer.address()).succeeded());
    EXPECT_TRUE(market.get_provider_jobs(provider.address()).succeeded());
    EXPECT_TRUE(market.get_next_job_id().succeeded());
    EXPECT_TRUE(market.get_platform_fees().succeeded());
    EXPECT_TRUE(market.list_jobs(0, 1).succeeded());
}

}  // namespace
}  // namespace carrot::contracts::test
