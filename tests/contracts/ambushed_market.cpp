#include "contracts/ambushed_market.hpp"

#include "contracts/ambush_wasm.hpp"
#include "xdr/codec.hpp"

namespace carrot::contracts::test {

using testkit::must;

namespace {

soroban::Address address_of(const stellar::ContractId& id) { return {id.to_string()}; }

bool is_named(const xdr::ContractEvent& event, std::string_view name) {
    const auto& topics = event.body.v0().topics;
    return !topics.empty() && topics.front() == xdr::ScVal::sym(std::string(name));
}

/// What the host says to a call of a contract that is in the middle of another.
const auto re_entry = xdr::ScError::context(xdr::ScErrorCode::SCEC_INVALID_ACTION);

std::string text(const Call& call) { return call.succeeded ? "a success" : call.message; }

}  // namespace

AmbushedMarket::AmbushedMarket(Disguise disguise) : MarketWorld(Setup::only_deployed) {
    chain.deploy(ambush_wasm(), 3, {});
    ambush.name_owner(provider.address()).value();
    const bool is_token = disguise == Disguise::token;
    market
        .initialize(address_of(is_token ? registry_id : ambush_id),
                    address_of(is_token ? ambush_id : token_id))
        .value();
    set_the_stage();
}

void AmbushedMarket::set_the_stage() {
    provider.registers("RTX 4090", 24, 1).value();
    for (u32 job = 0; job <= held_job; ++job) {
        market.post_job(consumer.address(), 0, "{}", 1, payment).value();
        market.claim_job(provider.address(), job).value();
    }
    market.complete_job(provider.address(), 0, "ipfs://bafy").value();
    after_hours(25);
}

AmbushedMarket::Invocation AmbushedMarket::posts() const {
    return invocation("post_job", consumer.address(), u32{0}, std::string("{}"), u32{1}, payment);
}
AmbushedMarket::Invocation AmbushedMarket::completes() const {
    return invocation("complete_job", provider.address(), held_job, std::string("ipfs://bafy"));
}
AmbushedMarket::Invocation AmbushedMarket::releases() const {
    return invocation("release_job", provider.address(), held_job, std::string());
}
AmbushedMarket::Invocation AmbushedMarket::cancels() const {
    return invocation("cancel_job", consumer.address(), held_job);
}
AmbushedMarket::Invocation AmbushedMarket::withdraws() const { return invocation("withdraw_fees"); }

std::vector<AmbushedMarket::Invocation> AmbushedMarket::ways_in() const {
    return {posts(),
            completes(),
            releases(),
            cancels(),
            withdraws(),
            invocation("claim_job", provider.address(), held_job),
            invocation("initialize", address_of(registry_id), address_of(token_id)),
            invocation("get_job", held_job)};
}

void AmbushedMarket::prepare(const stellar::ContractId& target, const Invocation& way_in,
                             Temper temper) {
    Plan plan{.target = address_of(target),
              .function = {way_in.function},
              .arguments = {},
              .temper = temper};
    for (const auto& argument : way_in.arguments)
        plan.arguments.push_back({std::string(as_text(must(xdr::encode(argument))))});
    ambush.prepare(plan).value();
}

void AmbushedMarket::expect_no_way_in(const Invocation& victim) {
    const auto in_peace = chain.try_call(market_id, victim.function, victim.arguments);
    ASSERT_TRUE(in_peace.succeeded) << in_peace.message;
    for (const auto& way_in : ways_in()) {
        SCOPED_TRACE(victim.function + ", with " + way_in.function + " called back");
        prepare(market_id, way_in, Temper::insists);
        const auto ended = chain.try_call(market_id, victim.function, victim.arguments);
        EXPECT_FALSE(ended.succeeded);
        EXPECT_EQ(ended.error, re_entry) << ended.message;

        prepare(market_id, way_in, Temper::shrugs);
        const auto unmoved = chain.try_call(market_id, victim.function, victim.arguments);
        EXPECT_EQ(text(unmoved), "a success");
        EXPECT_EQ(struck(unmoved), false);
        EXPECT_EQ(unmoved.return_value, in_peace.return_value);
        EXPECT_EQ(moved(unmoved).size(), moved(in_peace).size());
        EXPECT_EQ(events(unmoved).size(), 1u);
    }
}

Call AmbushedMarket::ambushed(const Party& signer, const Invocation& victim,
                              const stellar::ContractId& target, const Invocation& way_in) {
    chain.set_source(signer.account());
    auto asked = chain.try_call(market_id, victim.function, victim.arguments).authorizations;
    for (auto& authorization : asked)
        authorization.credentials = xdr::SorobanCredentials::source_account();
    prepare(target, way_in, Temper::shrugs);
    return chain.call_signed(market_id, victim.function, victim.arguments, std::move(asked));
}

std::optional<bool> AmbushedMarket::struck(const Call& call) {
    for (const auto& event : call.events) {
        if (is_named(event, "struck")) return event.body.v0().data == xdr::ScVal::b(true);
    }
    return std::nullopt;
}

std::vector<i128> AmbushedMarket::moved(const Call& call) {
    std::vector<i128> amounts;
    for (const auto& event : call.events) {
        if (!is_named(event, "moved")) continue;
        amounts.push_back(must(stellar::decode_result<i128>(event.body.v0().data)));
    }
    return amounts;
}

}  // namespace carrot::contracts::test
