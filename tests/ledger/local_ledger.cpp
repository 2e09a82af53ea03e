#include "ledger/local_ledger.hpp"

#include "base/sqlite.hpp"
#include "host/host.hpp"

namespace carrot::ledger::test {
namespace {

constexpr std::int64_t total_coins = 100'000'000'000_xlm;

// What a contract holds of the native asset: the amount in its balance entry.
std::int64_t native_balance_of(const xdr::ContractDataEntry& entry, const Hash& native) {
    const auto* contract = entry.contract.if_contract_id();
    if (contract == nullptr || *contract != native) return 0;
    const auto* key = entry.key.if_vec();
    if (key == nullptr || !*key || (*key)->empty()) return 0;
    const auto* name = (*key)->front().if_sym();
    if (name == nullptr || *name != "Balance") return 0;
    return static_cast<std::int64_t>(must(stellar::field<stellar::Int128>(entry.val, "amount")));
}

}  // namespace

const xdr::OperationResultTr& Sent::operation(std::size_t index) const {
    const auto* bumped = result.result.if_inner_result_pair();
    const auto& results =
        bumped != nullptr ? bumped->result.result.results() : result.result.results();
    return results.at(index).tr();
}

xdr::OperationResultCode Sent::operation_code(std::size_t index) const {
    return result.result.results().at(index).code();
}

xdr::InvokeHostFunctionResultCode Sent::invoke_code() const {
    return operation().invoke_host_function_result().code();
}

const xdr::ScVal& Sent::return_value() const {
    return meta.soroban_meta.value().return_value.value();
}

LocalLedger::LocalLedger(GenesisSettings settings, LedgerOptions options)
    : options_(std::move(options)), root_(stellar::KeyPair::network_root(options_.passphrase)) {
    options_.data_directory = folder_.path();
    options_.clock = &clock_;
    options_.settings = settings;
    ledger_ = must(Ledger::open(options_));
}

void LocalLedger::restart() {
    ledger_.reset();
    ledger_ = must(Ledger::open(options_));
}

stellar::KeyPair LocalLedger::account_with(std::int64_t stroops) {
    auto key = stellar::KeyPair::generate();
    const auto sent = send(root_, stellar::create_account(key.account(), stroops));
    if (!sent.succeeded()) throw std::runtime_error("could not create an account");
    return key;
}

Draft LocalLedger::draft(const stellar::KeyPair& source, xdr::Operation operation) {
    return {
        .source = source.account(),
        .sequence = sequence_number(source) + 1,
        .operations = {std::move(operation)},
    };
}

xdr::TransactionEnvelope LocalLedger::signed_by(const std::vector<stellar::KeyPair>& keys,
                                                Draft draft) {
    auto envelope = stellar::build_transaction(std::move(draft));
    for (const auto& key : keys) {
        must(stellar::sign(envelope, key, ledger_->network_id()));
    }
    return envelope;
}

Sent LocalLedger::send(const xdr::TransactionEnvelope& envelope) {
    Sent sent{.submission = must(ledger_->submit(envelope))};
    if (!sent.accepted()) {
        if (sent.submission.status == SubmissionStatus::error) {
            sent.result = must(xdr::decode<xdr::TransactionResult>(sent.submission.error_result));
        }
        return sent;
    }
    must(ledger_->close());
    EXPECT_EQ(all_lumens(), total_coins);
    sent.record = must(must(ledger_->snapshot())->transaction(sent.submission.tx_hash));
    if (!sent.record) throw std::runtime_error("an accepted transaction is not in the ledger");
    sent.result = must(xdr::decode<xdr::TransactionResult>(sent.record->result));
    sent.meta = must(xdr::decode<xdr::TransactionMeta>(sent.record->meta)).v4();
    return sent;
}

Sent LocalLedger::send(const stellar::KeyPair& source, Draft draft) {
    return send(signed_by({source}, std::move(draft)));
}

Sent LocalLedger::send(const stellar::KeyPair& source, xdr::Operation operation) {
    return send(source, draft(source, std::move(operation)));
}

Draft LocalLedger::simulated(const stellar::KeyPair& source, xdr::Operation operation) {
    const auto view = must(ledger_->snapshot());
    auto& body = operation.body.invoke_host_function_op();
    const auto simulation = must(
        host::simulate_invoke(*view, ledger_->settings().host, must(ledger_->next_ledger(*view)),
                              {
                                  .operation = must(xdr::encode(body)),
                                  .source_account = must(xdr::encode(source.account().to_xdr())),
                                  .auth_mode = host::AuthMode::record,
                              }));
    if (!simulation.error.empty()) throw std::runtime_error(simulation.error);
    for (const auto& auth : simulation.auth_entries) {
        body.auth.push_back(must(xdr::decode<xdr::SorobanAuthorizationEntry>(auth)));
    }
    auto made = draft(source, std::move(operation));
    made.soroban_data =
        must(xdr::decode<xdr::SorobanTransactionData>(simulation.estimate.transaction_data));
    made.fee_stroops += static_cast<std::uint32_t>(simulation.estimate.min_resource_fee_stroops);
    return made;
}

Sent LocalLedger::invoke(const stellar::KeyPair& source, xdr::Operation operation) {
    return send(source, simulated(source, std::move(operation)));
}

stellar::ContractId LocalLedger::deploy(const stellar::KeyPair& deployer, BytesView wasm,
                                        std::vector<xdr::ScVal> constructor_arguments) {
    const auto uploaded = invoke(deployer, stellar::upload_wasm(Bytes(wasm.begin(), wasm.end())));
    if (!uploaded.succeeded()) throw std::runtime_error("could not upload");
    const auto hash = must(stellar::from_scval<Hash>(uploaded.return_value()));
    const stellar::Salt salt{7};
    const auto created = invoke(
        deployer,
        stellar::create_contract(deployer.account(), salt, hash, std::move(constructor_arguments)));
    if (!created.succeeded()) throw std::runtime_error("could not create the contract");
    return stellar::derive_contract_id(ledger_->network_id(), deployer.account(), salt);
}

stellar::ContractId LocalLedger::native() const {
    return must(stellar::asset_contract_id(ledger_->network_id(), xdr::Asset::native()));
}

void LocalLedger::close_ledgers(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        clock_.advance(std::chrono::seconds{5});
        must(ledger_->close());
    }
}

std::uint32_t LocalLedger::sequence() { return must(ledger_->snapshot())->latest().sequence; }

xdr::LedgerHeader LocalLedger::header() {
    return must(xdr::decode<xdr::LedgerHeader>(must(ledger_->snapshot())->latest().header));
}

std::optional<host::StoredEntry> LocalLedger::entry(const xdr::LedgerKey& key) {
    return must(must(ledger_->snapshot())->get(must(xdr::encode(key))));
}

std::optional<xdr::AccountEntry> LocalLedger::find_account(const stellar::AccountId& account) {
    const auto stored = entry(xdr::LedgerKey::account({.account_id = account.to_xdr()}));
    if (!stored) return std::nullopt;
    return must(xdr::decode<xdr::LedgerEntry>(stored->entry)).data.account();
}

std::int64_t LocalLedger::balance(const stellar::KeyPair& key) {
    return find_account(key.account()).value().balance;
}

std::int64_t LocalLedger::sequence_number(const stellar::KeyPair& key) {
    return find_account(key.account()).value().seq_num;
}

std::int64_t LocalLedger::all_lumens() {
    auto database = must(sqlite::Database::open(folder_.path() / "ledger.sqlite",
                                                {.access = sqlite::Access::read_only}));
    auto select = must(database.prepare("SELECT entry FROM entry"));
    auto sum = header().fee_pool;
    while (must(select.next())) {
        const auto entry = must(xdr::decode<xdr::LedgerEntry>(select.bytes(0)));
        if (const auto* account = entry.data.if_account()) sum += account->balance;
        if (const auto* data = entry.data.if_contract_data()) {
            sum += native_balance_of(*data, native().hash);
        }
    }
    return sum;
}

}  // namespace carrot::ledger::test
