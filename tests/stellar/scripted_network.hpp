// A network of one account that accepts everything, as a FakeRpc: each test changes the answer that
// its story is about.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/fake_rpc.hpp"

namespace carrot::tests {

/// Waiting moves this clock at once.
class JumpingClock final : public Clock {
public:
    TimePoint now() const override { return now_; }
    std::chrono::milliseconds since_boot() const override { return now_.time_since_epoch(); }
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
        now_ += duration;
        return !stop.stop_requested();
    }

private:
    TimePoint now_{std::chrono::seconds(1'700'000'000)};
};

class ScriptedNetwork {
public:
    ScriptedNetwork();

    /// Simulations say this, or fail with this error.
    void simulates(const stellar::Simulation& simulation);

    /// Sends are answered by these one after the other, then by PENDING; the last answer before
    /// PENDING may be "connection lost", which is an internal error of the server.
    void answers_sends(std::vector<std::string> statuses);

    /// What getTransaction says of everything that was sent.
    void ends_transactions_with(const xdr::TransactionResult& result,
                                const xdr::TransactionMeta& meta);
    void forgets_transactions();

    /// What getFeeStats says that nine of ten contract calls paid for inclusion.
    void tells_fees(std::uint64_t p90_stroops);

    /// The envelopes that were sent, in order.
    const std::vector<xdr::TransactionEnvelope>& sent() const { return sent_; }

    std::int64_t sequence = 41;  ///< of every account
    std::uint64_t ledger_time = 1'700'000'000;
    std::uint32_t ledger = 20;
    bool ledger_passes = false;  ///< with every look for a transaction that is not there
    std::string passphrase = stellar::built_in_networks().front().passphrase;
    FakeRpc rpc;
    JumpingClock clock;
    stellar::ContractCaller caller;

private:
    boost::json::value send(const boost::json::object& params);

    std::vector<std::string> send_statuses_;
    std::vector<xdr::TransactionEnvelope> sent_;
};

/// A simulation that returns this value.
stellar::Simulation simulation_of(const xdr::ScVal& value);
xdr::TransactionMeta meta_with(const xdr::ScVal& return_value);
xdr::TransactionResult success();

}  // namespace carrot::tests
