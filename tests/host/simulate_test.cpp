#include <thread>

#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class Simulate : public HostWorld {
protected:
    Simulate() { deploy_probe(); }

    Result<InvokeSimulation> simulates_with(const xdr::HostFunction& function,
                                            RecordedCredentials credentials,
                                            std::uint32_t instruction_leeway = 0) {
        const Bytes operation =
            must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = function}));
        return simulate_invoke(ledger_, settings_, now_,
                               {.operation = operation,
                                .source_account = source_,
                                .auth_mode = AuthMode::record,
                                .credentials = credentials,
                                .prng_seed = {},
                                .diagnostics = Diagnostics::on,
                                .instruction_leeway = instruction_leeway});
    }

    xdr::SorobanTransactionData data_of(const TransactionEstimate& estimate) {
        return must(xdr::decode<xdr::SorobanTransactionData>(estimate.transaction_data));
    }
};

TEST_F(Simulate, SaysWhatTheTransactionNeeds) {
    const auto simulation = must(simulates(probe("increment")));
    EXPECT_TRUE(simulation.error.empty());
    const auto data = data_of(simulation.estimate);
    EXPECT_EQ(data.resource_fee, simulation.estimate.min_resource_fee_stroops);
    EXPECT_GT(data.resource_fee, 0);
    EXPECT_EQ(data.resources.footprint.read_write.size(), 1u);
    EXPECT_GE(data.resources.instructions, simulation.cpu_instructions + 50'000);
}

TEST_F(Simulate, ShowsStatesBeforeAndAfter) {
    applies(probe("increment"));
    const auto simulation = must(simulates(probe("increment")));
    ASSERT_EQ(simulation.state_changes.size(), 1u);
    const auto& change = simulation.state_changes.front();
    EXPECT_EQ(change.key, count_key());
    ASSERT_TRUE(change.before && change.after);
    EXPECT_EQ(must(xdr::decode<xdr::LedgerEntry>(*change.after)).data.contract_data().val,
              xdr::ScVal::u32(2));
}

TEST_F(Simulate, TellsWhyAContractRefused) {
    const auto simulation = must(simulates(probe("refuse", {xdr::ScVal::u32(42)})));
    EXPECT_THAT(simulation.error, testing::StartsWith("HostError: Error(Contract, #42)"));
    EXPECT_FALSE(simulation.diagnostic_events.empty());
    EXPECT_GT(simulation.cpu_instructions, 0u);
    EXPECT_TRUE(simulation.estimate.transaction_data.empty());
}

TEST_F(Simulate, RecordsCredentialsOfTheKindAskedFor) {
    const auto function = probe("authorized", {xdr::ScVal::address(address_of(bob_))});
    const auto type_of = [&](RecordedCredentials credentials) {
        const auto simulation = must(simulates_with(function, credentials));
        return must(xdr::decode<xdr::SorobanAuthorizationEntry>(simulation.auth_entries.at(0)))
            .credentials.type();
    };
    EXPECT_EQ(type_of(RecordedCredentials::address),
              xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS);
    EXPECT_EQ(type_of(RecordedCredentials::address_v2),
              xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS_V2);
}

TEST_F(Simulate, AddsTheLeewayThatTheClientAsksFor) {
    const auto simulation =
        must(simulates_with(probe("increment"), RecordedCredentials::address, 5'000'000));
    EXPECT_GE(data_of(simulation.estimate).resources.instructions,
              simulation.cpu_instructions + 5'000'000);
}

TEST_F(Simulate, LetsTheTransactionRestoreArchivedEntriesItself) {
    applies(probe("increment"));
    advance(settings_.limits().min_persistent_ttl_ledgers);
    const auto simulation = must(simulates(probe("increment")));
    ASSERT_TRUE(simulation.error.empty()) << simulation.error;
    const auto data = data_of(simulation.estimate);
    ASSERT_NE(data.ext.if_resource_ext(), nullptr);
    EXPECT_FALSE(data.ext.resource_ext().archived_soroban_entries.empty());

    const auto outcome = must(invokes(prepares(probe("increment"), simulation)));
    ASSERT_EQ(outcome.status, InvokeStatus::success) << outcome.message;
    EXPECT_EQ(returned_u32(outcome), 2u);
    const auto restored = std::ranges::find(outcome.changes, count_key(), &LedgerEntryChange::key);
    EXPECT_EQ(restored->ttl->old_live_until_ledger, 0u);
    EXPECT_GT(outcome.rent_fee_stroops, 0);
}

TEST_F(Simulate, RunsOnSeveralThreadsAtOnce) {
    const Bytes expected = must(simulates(probe("increment"))).estimate.transaction_data;
    std::vector<std::jthread> threads;
    std::array<Bytes, 8> found;
    for (Bytes& data : found) {
        threads.emplace_back([&] {
            MemoryLedger ledger = ledger_;
            const Bytes operation =
                must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = probe("increment")}));
            for (int round = 0; round < 10; ++round) {
                data = must(simulate_invoke(ledger, settings_, now_,
                                            {.operation = operation, .source_account = source_}))
                           .estimate.transaction_data;
            }
        });
    }
    threads.clear();
    EXPECT_THAT(found, testing::Each(expected));
}

/// Answers as another ledger does, until told to fail.
class FailingLedger final : public LedgerSnapshot {
public:
    explicit FailingLedger(LedgerSnapshot& ledger) : ledger_(ledger) {}

    Result<std::optional<StoredEntry>> get(BytesView ledger_key) override {
        if (throws) throw std::runtime_error("out of paper");
        if (fails) return fail(ErrorCode::unavailable, "could not read the disk: it is on fire");
        return ledger_.get(ledger_key);
    }

    bool fails = false;
    bool throws = false;

private:
    LedgerSnapshot& ledger_;
};

TEST_F(Simulate, PassesOnTheSnapshotsOwnError) {
    FailingLedger ledger(ledger_);
    ledger.fails = true;
    const Bytes operation =
        must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = probe("increment")}));
    const auto simulation = simulate_invoke(ledger, settings_, now_,
                                            {.operation = operation, .source_account = source_});
    ASSERT_FALSE(simulation);
    EXPECT_EQ(simulation.error().code, ErrorCode::unavailable);
    EXPECT_EQ(simulation.error().message, "could not read the disk: it is on fire");
}

TEST_F(Simulate, OutlivesASnapshotThatThrows) {
    FailingLedger ledger(ledger_);
    ledger.throws = true;
    const Bytes operation =
        must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = probe("increment")}));
    const auto recorded =
        record_invoke(ledger, settings_, now_, {.operation = operation, .source_account = source_});
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().code, ErrorCode::internal);
    EXPECT_THAT(recorded.error().message, testing::HasSubstr("out of paper"));
}

TEST_F(Simulate, RefusesAnEntryStoredUnderAnotherKey) {
    applies(probe("increment"));
    const Bytes account = must(xdr::encode(xdr::LedgerKey::account({alice_})));
    ledger_.put(count_key(), *must(ledger_.get(account)));
    const auto simulation = simulates(probe("increment"));
    ASSERT_FALSE(simulation);
    EXPECT_EQ(simulation.error().code, ErrorCode::corrupt_data);
}

TEST_F(Simulate, RefusesAnEntryThatIsNoXdr) {
    applies(probe("increment"));
    ledger_.put(count_key(), {.entry = {1, 2, 3}, .live_until_ledger = 5'000'000});
    const auto simulation = simulates(probe("increment"));
    ASSERT_FALSE(simulation);
    EXPECT_EQ(simulation.error().code, ErrorCode::corrupt_data);
}

}  // namespace
}  // namespace carrot::host::test
