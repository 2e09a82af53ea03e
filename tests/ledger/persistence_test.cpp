// What survives: restarts, kills, full disks; and whose ledger it is.
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "base/sqlite.hpp"
#include "ledger/closer.hpp"
#include "ledger/local_ledger.hpp"

namespace carrot::ledger::test {
namespace {

using stellar::native_payment;

TEST(Persistence, FindsEverythingAfterARestart) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(100_xlm);
    const auto sent = ledger.send(alice, native_payment(ledger.root().account(), 1_xlm));
    const auto hash = must(ledger->snapshot())->latest().hash;
    ledger.restart();
    EXPECT_EQ(must(ledger->snapshot())->latest().hash, hash);
    EXPECT_EQ(ledger.balance(alice), 99_xlm - 100);
    EXPECT_TRUE(must(must(ledger->snapshot())->transaction(sent.record->hash)));
    EXPECT_TRUE(ledger.send(alice, native_payment(ledger.root().account(), 1_xlm)).succeeded());
}

TEST(Persistence, ChainsLedgersByTheirHashes) {
    LocalLedger ledger;
    ledger.account_with(10_xlm);
    ledger.close_ledgers(3);
    const auto ledgers = must(must(ledger->snapshot())->ledgers(1, 10));
    ASSERT_EQ(ledgers.size(), 5U);
    for (std::size_t i = 1; i < ledgers.size(); ++i) {
        const auto header = must(xdr::decode<xdr::LedgerHeader>(ledgers[i].header));
        EXPECT_EQ(header.previous_ledger_hash, ledgers[i - 1].hash);
        EXPECT_EQ(stellar::sha256(ledgers[i].header), ledgers[i].hash);
        EXPECT_EQ(header.ledger_seq, ledgers[i - 1].sequence + 1);
    }
}

TEST(Persistence, NeverLetsTheCloseTimeGoBack) {
    LocalLedger ledger;
    ledger.close_ledgers(2);
    const auto time = must(ledger->snapshot())->latest().close_time_s;
    ManualClock early{TimePoint{std::chrono::seconds{1'000}}};
    LedgerOptions options{.data_directory = ledger.folder(), .clock = &early};
    // The machine's clock may have been set back between two runs.
    ledger.release();
    const auto opened = must(Ledger::open(options));
    must(opened->close());
    EXPECT_EQ(must(opened->snapshot())->latest().close_time_s, time);
}

TEST(Persistence, RefusesAnotherNetworksLedger) {
    LocalLedger ledger;
    ledger.release();
    const auto opened =
        Ledger::open({.data_directory = ledger.folder(), .passphrase = "Some other network"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(opened.error().message, testing::HasSubstr("Standalone Network"));
}

TEST(Persistence, RefusesAFolderThatIsOpenElsewhere) {
    LocalLedger ledger;
    const auto opened = Ledger::open({.data_directory = ledger.folder()});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
}

TEST(Persistence, RefusesAFileThatIsNoLedger) {
    tests::TemporaryDirectory folder;
    must(write_file(folder.path() / "ledger.sqlite", as_bytes(std::string(8'192, 'x'))));
    const auto opened = Ledger::open({.data_directory = folder.path()});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt_data);
}

TEST(Persistence, LeavesNothingOfALedgerWithoutAFolder) {
    // A temporary folder of its own: other tests use the machine's at the same time.
    const tests::TemporaryDirectory folder;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    must(Ledger::open({}));
    ::unsetenv("TMPDIR");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Persistence, ForgetsHistoryBeyondItsRetention) {
    LocalLedger ledger({}, {.retention_ledgers = 5});
    ledger.account_with(10_xlm);
    ledger.close_ledgers(10);
    const auto view = must(ledger->snapshot());
    EXPECT_EQ(view->range().latest, 12U);
    EXPECT_EQ(view->range().oldest, 8U);
    EXPECT_TRUE(must(view->transactions(1, 1, 10)).empty());
}

// Closes ledgers with payments until it is killed.
[[noreturn]] void pay_without_end(const std::filesystem::path& folder) {
    const auto ledger = must(Ledger::open({.data_directory = folder}));
    const auto root = stellar::KeyPair::network_root(standalone_passphrase);
    // The root has sent one transaction in each ledger but the first.
    for (std::int64_t sequence = must(ledger->snapshot())->latest().sequence;; ++sequence) {
        auto envelope = stellar::build_transaction({
            .source = root.account(),
            .sequence = sequence,
            .operations = {stellar::create_account(stellar::KeyPair::generate().account(), 5_xlm)},
        });
        must(stellar::sign(envelope, root, ledger->network_id()));
        must(ledger->submit(envelope));
        must(ledger->close());
    }
}

std::uint32_t latest_ledger_in(const std::filesystem::path& folder) {
    auto database =
        sqlite::Database::open(folder / "ledger.sqlite", {.access = sqlite::Access::read_only});
    if (!database) return 0;
    auto select = database->prepare("SELECT max(sequence) FROM ledger");
    if (!select || !select->next().value_or(false)) return 0;
    return static_cast<std::uint32_t>(select->integer(0));
}

TEST(Persistence, IsAClosedLedgerAfterAKillAtAnyTime) {
    tests::TemporaryDirectory folder;
    for (const std::uint32_t ledgers : {3U, 8U}) {
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            pay_without_end(folder.path());
        }
        while (latest_ledger_in(folder.path()) < ledgers) {
            ASSERT_EQ(::waitpid(child, nullptr, WNOHANG), 0) << "the child ended by itself";
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        const auto ledger = must(Ledger::open({.data_directory = folder.path()}));
        const auto view = must(ledger->snapshot());
        EXPECT_GE(view->latest().sequence, ledgers);
        // One transaction a ledger, all of them there.
        const auto transactions = must(view->transactions(1, 1, 1'000));
        EXPECT_EQ(transactions.size(), view->latest().sequence - 1);
        EXPECT_EQ(stellar::sha256(view->latest().header), view->latest().hash);
    }
}

TEST(Persistence, LosesNothingWhenTheDiskIsFull) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(100_xlm);
    const auto envelope = ledger.signed_by(
        {alice}, ledger.draft(alice, native_payment(ledger.root().account(), 1_xlm)));
    ASSERT_EQ(must(ledger->submit(envelope)).status, SubmissionStatus::pending);
    const auto before = ledger.sequence();

    // No file may grow: what writing meets on a full disk.
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{.rlim_cur = 1, .rlim_max = old.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const auto closed = ledger->close();
    const auto refused = ledger->submit(envelope);
    ::setrlimit(RLIMIT_FSIZE, &old);

    ASSERT_FALSE(closed);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("ledgers can't be closed"));
    EXPECT_EQ(ledger.sequence(), before);
    EXPECT_EQ(must(ledger->close()).transactions, 1U);
    EXPECT_EQ(ledger.balance(alice), 99_xlm - 100);
}

TEST(Snapshot, StaysAtItsLedgerWhileOthersClose) {
    LocalLedger ledger;
    const auto alice = ledger.account_with(100_xlm);
    const auto view = must(ledger->snapshot());
    const auto key =
        must(xdr::encode(xdr::LedgerKey::account({.account_id = alice.account().to_xdr()})));
    const auto sequence = view->latest().sequence;
    ASSERT_TRUE(ledger.send(alice, native_payment(ledger.root().account(), 1_xlm)).succeeded());
    EXPECT_EQ(view->latest().sequence, sequence);
    const auto then = must(xdr::decode<xdr::LedgerEntry>(must(view->get(key))->entry));
    EXPECT_EQ(then.data.account().balance, 100_xlm);
    EXPECT_EQ(ledger.balance(alice), 99_xlm - 100);
}

TEST(Closer, ClosesAtOnceWhenATransactionIsPending) {
    LocalLedger ledger;
    const auto envelope = ledger.signed_by(
        {ledger.root()},
        ledger.draft(ledger.root(),
                     stellar::create_account(stellar::KeyPair::generate().account(), 5_xlm)));
    Closer closer(*ledger, std::chrono::seconds{5});
    const auto before = ledger.sequence();
    must(ledger->submit(envelope));
    EXPECT_TRUE(ledger->wait_for_ledger_after(before, std::chrono::seconds{10}, {}));
}

TEST(Closer, ClosesAnEmptyLedgerEveryInterval) {
    LocalLedger ledger;
    Closer closer(*ledger, std::chrono::seconds{5});
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto before = ledger.sequence();
        ledger.clock().wait_for_sleepers(1);
        ledger.clock().advance(std::chrono::seconds{5});
        EXPECT_TRUE(ledger->wait_for_ledger_after(before, std::chrono::seconds{10}, {}));
    }
}

}  // namespace
}  // namespace carrot::ledger::test
