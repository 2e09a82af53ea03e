// The market, connected to a token or a registry that calls back (ambush/ambush.hpp).
//
// The stage: job 0 is completed, so that there are fees; job 1 is claimed, and its consumer may
// take it back already. So each call that pays would succeed.
#pragma once

#include "ambush/ambush.hpp"
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {

class AmbushedMarket : public MarketWorld {
protected:
    enum class Disguise { token, registry };
    explicit AmbushedMarket(Disguise disguise);

    struct Invocation {
        std::string function;
        std::vector<xdr::ScVal> arguments;
    };
    template <class... Argument>
    static Invocation invocation(std::string function, const Argument&... arguments) {
        return {std::move(function), testkit::must(stellar::encode_arguments(arguments...))};
    }

    static constexpr i128 payment = 20;
    static constexpr u32 held_job = 1;
    Invocation posts() const;
    Invocation completes() const;
    Invocation releases() const;
    Invocation cancels() const;
    Invocation withdraws() const;

    void prepare(const stellar::ContractId& target, const Invocation& ambush, Temper temper);

    /// Whatever of the market's is called back during this call of it: an ambush that insists ends
    /// the call, and one that shrugs fails and changes nothing of what the call does.
    void expect_no_way_in(const Invocation& victim);

    /// The market's call as a transaction of this party's, who signed before the ambush was laid.
    Call ambushed(const Party& signer, const Invocation& victim, const stellar::ContractId& target,
                  const Invocation& ambush);

    /// Whether an ambush has been tried in the call, and with success.
    static std::optional<bool> struck(const Call& call);
    /// What the call moved of the ambush's token.
    static std::vector<i128> moved(const Call& call);

    stellar::ContractId ambush_id = chain.contract_address(3);
    soroban::Client<Ambush, ChainTransport> ambush{ChainTransport{chain, ambush_id}};

private:
    std::vector<Invocation> ways_in() const;
    void set_the_stage();
};

}  // namespace carrot::contracts::test
