#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class Record : public HostWorld {
protected:
    Record() { deploy_probe(); }

    /// Records, and takes the outcome over.
    InvokeOutcome runs(const xdr::HostFunction& function) {
        auto recorded = must(records(function));
        EXPECT_EQ(recorded.outcome.status, InvokeStatus::success) << recorded.outcome.message;
        ledger_.apply(recorded.outcome);
        return recorded.outcome;
    }
};

TEST_F(Record, GivesChangesThatTheNextCallSees) {
    runs(probe("increment"));
    EXPECT_EQ(returned_u32(runs(probe("increment"))), 2u);
}

TEST_F(Record, TellsTtlsAsAnInvocationDoes) {
    const auto recorded = must(records(probe("increment"))).outcome;
    const auto applied = applies(probe("increment"));
    const auto by_recording =
        std::ranges::find(recorded.changes, count_key(), &LedgerEntryChange::key);
    const auto by_applying =
        std::ranges::find(applied.changes, count_key(), &LedgerEntryChange::key);
    ASSERT_NE(by_recording, recorded.changes.end());
    ASSERT_NE(by_applying, applied.changes.end());
    EXPECT_EQ(by_recording->new_entry, by_applying->new_entry);
    EXPECT_EQ(by_recording->ttl->new_live_until_ledger, by_applying->ttl->new_live_until_ledger);
    EXPECT_EQ(recorded.rent_fee_stroops, applied.rent_fee_stroops);
    EXPECT_EQ(recorded.contract_events, applied.contract_events);
}

TEST_F(Record, MeasuresWhatAnInvocationWillUse) {
    const auto recorded = must(records(probe("increment"))).outcome;
    const auto applied = applies(probe("increment"));
    EXPECT_NEAR(static_cast<double>(recorded.cpu_instructions),
                static_cast<double>(applied.cpu_instructions),
                static_cast<double>(applied.cpu_instructions) * 0.02);
    EXPECT_GT(recorded.memory_bytes, 0u);
}

TEST_F(Record, SeesATemporaryEntryUntilItExpires) {
    runs(probe("note", {xdr::ScVal::u32(5)}));
    const auto noted = must(xdr::encode(xdr::ScVal::b(true)));
    const auto expired = must(xdr::encode(xdr::ScVal::b(false)));
    EXPECT_EQ(runs(probe("noted")).return_value, noted);
    advance(settings_.limits().min_temporary_ttl_ledgers);
    EXPECT_EQ(runs(probe("noted")).return_value, expired);
}

TEST_F(Record, RestoresAnArchivedEntryOnTheWay) {
    runs(probe("increment"));
    advance(settings_.limits().min_persistent_ttl_ledgers);
    const auto recorded = must(records(probe("count")));
    ASSERT_EQ(recorded.outcome.status, InvokeStatus::success) << recorded.outcome.message;
    EXPECT_EQ(returned_u32(recorded.outcome), 1u);
    EXPECT_FALSE(recorded.restored_read_write_indices.empty());
}

TEST_F(Record, AnswersYesToEveryAuthorizationAndNotesIt) {
    const auto recorded =
        must(records(probe("authorized", {xdr::ScVal::address(address_of(bob_))})));
    EXPECT_EQ(recorded.outcome.status, InvokeStatus::success) << recorded.outcome.message;
    ASSERT_EQ(recorded.auth_entries.size(), 1u);
    const auto entry =
        must(xdr::decode<xdr::SorobanAuthorizationEntry>(recorded.auth_entries.front()));
    EXPECT_EQ(entry.credentials.address().address, address_of(bob_));
}

TEST_F(Record, EnforcesAuthorizationsWhenAsked) {
    const auto function = probe("authorized", {xdr::ScVal::address(address_of(bob_))});
    EXPECT_EQ(must(records(function, AuthMode::enforce)).outcome.status, InvokeStatus::trapped);
}

TEST_F(Record, TellsAnErrorNumberOfTheContract) {
    const auto outcome = must(records(probe("refuse", {xdr::ScVal::u32(9)}))).outcome;
    EXPECT_EQ(outcome.status, InvokeStatus::trapped);
    EXPECT_EQ(outcome.error, must(xdr::encode(xdr::ScVal::error(xdr::ScError::contract_code(9)))));
}

TEST_F(Record, StopsAtTheNetworksLimit) {
    const auto outcome = must(records(probe("spin"))).outcome;
    EXPECT_NE(outcome.status, InvokeStatus::success);
    EXPECT_EQ(outcome.error, must(xdr::encode(xdr::ScVal::error(
                                 xdr::ScError::budget(xdr::ScErrorCode::SCEC_EXCEEDED_LIMIT)))));
}

}  // namespace
}  // namespace carrot::host::test
