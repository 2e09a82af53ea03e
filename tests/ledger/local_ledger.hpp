// A ledger of a test's own, told as a story: parties hold lumens, pay, and call contracts; every
// transaction closes a ledger, and no lumen is made or lost.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/operation.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"
#include "support/temporary_directory.hpp"
#include "xdr/xdr.hpp"

namespace carrot::ledger::test {

/// The value, or the end of the test with the error.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

constexpr std::int64_t operator""_xlm(unsigned long long lumens) {
    return static_cast<std::int64_t>(lumens) * 10'000'000;
}

/// What became of a transaction.
struct Sent {
    Submission submission;
    std::optional<TransactionRecord> record{};  ///< absent when it was refused
    xdr::TransactionResult result{};
    xdr::TransactionMetaV4 meta{};

    bool accepted() const { return submission.status == SubmissionStatus::pending; }
    bool succeeded() const { return record && record->successful; }
    xdr::TransactionResultCode code() const { return result.result.code(); }
    /// The first operation's result; asserts that there is one.
    const xdr::OperationResultTr& operation(std::size_t index = 0) const;
    xdr::OperationResultCode operation_code(std::size_t index = 0) const;
    xdr::InvokeHostFunctionResultCode invoke_code() const;
    const xdr::ScVal& return_value() const;
};

using Draft = stellar::TransactionDraft;

class LocalLedger {
public:
    explicit LocalLedger(GenesisSettings settings = {}, LedgerOptions options = {});

    Ledger& operator*() { return *ledger_; }
    Ledger* operator->() { return ledger_.get(); }
    ManualClock& clock() { return clock_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    /// Closes the ledger's database and opens it again.
    void restart();
    /// Closes the ledger's database for good.
    void release() { ledger_.reset(); }

    const stellar::KeyPair& root() const { return root_; }
    /// A new account, paid by the root.
    stellar::KeyPair account_with(std::int64_t stroops);

    /// A draft of the next transaction of `source`, with one operation and the least fee.
    Draft draft(const stellar::KeyPair& source, xdr::Operation operation);
    xdr::TransactionEnvelope signed_by(const std::vector<stellar::KeyPair>& keys, Draft draft);

    /// Submits; if it is accepted closes the ledger and checks that no lumen is made or lost.
    Sent send(const xdr::TransactionEnvelope& envelope);
    Sent send(const stellar::KeyPair& source, xdr::Operation operation);
    Sent send(const stellar::KeyPair& source, Draft draft);

    /// Simulates the contract operation, for the next ledger, and fills in what it needs.
    Draft simulated(const stellar::KeyPair& source, xdr::Operation operation);
    Sent invoke(const stellar::KeyPair& source, xdr::Operation operation);

    /// Uploads the wasm and creates a contract of it.
    stellar::ContractId deploy(const stellar::KeyPair& deployer, BytesView wasm,
                               std::vector<xdr::ScVal> constructor_arguments);
    stellar::ContractId native() const;

    void close_ledgers(std::uint32_t count);

    std::uint32_t sequence();
    xdr::LedgerHeader header();
    std::optional<xdr::AccountEntry> find_account(const stellar::AccountId& account);
    std::int64_t balance(const stellar::KeyPair& key);
    std::int64_t sequence_number(const stellar::KeyPair& key);
    std::optional<host::StoredEntry> entry(const xdr::LedgerKey& key);

    /// Balances of accounts and of contracts in the native asset, and the fee pool.
    std::int64_t all_lumens();

private:
    tests::TemporaryDirectory folder_;
    ManualClock clock_{TimePoint{std::chrono::seconds{1'800'000'000}}};
    LedgerOptions options_;
    std::unique_ptr<Ledger> ledger_;
    stellar::KeyPair root_;
};

}  // namespace carrot::ledger::test
