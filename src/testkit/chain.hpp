// A chain of one's own: a ledger in memory, a clock that tests move, and the real Soroban host.
// Every authorization asked for is granted and noted, unless a test takes that away.
#pragma once

#include "host/host.hpp"
#include "stellar/address.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/key_pair.hpp"
#include "testkit/call.hpp"
#include "testkit/memory_ledger.hpp"
#include "testkit/must.hpp"

namespace carrot::testkit {

using soroban::i128;
using soroban::u32;
using soroban::u64;

enum class Authorizations { granted, missing };

class Chain {
public:
    Chain();

    /// An account that nobody has the key of, which is enough where authorizations are granted.
    stellar::AccountId create_account(char name, i128 balance_stroops);
    void create_account(const stellar::KeyPair& key, i128 balance_stroops);

    /// Uploads the wasm and creates a contract of it; its address is contract_address(salt).
    void deploy(BytesView wasm, std::uint8_t salt, std::vector<xdr::ScVal> constructor_arguments);
    stellar::ContractId contract_address(std::uint8_t salt) const;
    /// The asset contract of XLM.
    stellar::ContractId deploy_native_asset();

    /// Calls, and keeps what the call changed if it succeeded.
    Call call(const stellar::ContractId& contract, std::string_view function,
              std::vector<xdr::ScVal> arguments);

    /// The same, and forgets what it changed.
    Call try_call(const stellar::ContractId& contract, std::string_view function,
                  std::vector<xdr::ScVal> arguments);
    /// The same as call() with these authorizations and no others: signatures are checked.
    Call call_signed(const stellar::ContractId& contract, std::string_view function,
                     std::vector<xdr::ScVal> arguments,
                     std::vector<xdr::SorobanAuthorizationEntry> authorizations);

    /// The same, signed for by these keys: each signs whatever the call asks of its account, and
    /// what it asks of others is missing.
    Call call_signed_by(std::span<const stellar::KeyPair> keys, const stellar::ContractId& contract,
                        std::string_view function, std::vector<xdr::ScVal> arguments);

    /// All that calls depend on, to come back to.
    struct Snapshot {
        MemoryLedger ledger;
        host::LedgerInfo now;
    };
    Snapshot snapshot() const { return {ledger_, now_}; }
    void roll_back(const Snapshot& snapshot);

    /// Whose transactions the calls are: nobody's party, unless a test says so.
    void set_source(stellar::AccountId source) { source_ = source; }
    void set_authorizations(Authorizations mode) { authorizations_ = mode; }
    void advance_time_s(u64 seconds) { now_.close_time_s += seconds; }
    void advance_ledgers(u32 ledgers) { now_.sequence += ledgers; }
    u64 time_s() const { return now_.close_time_s; }
    u32 sequence() const { return now_.sequence; }
    const host::Hash& network_id() const { return now_.network_id; }

    static xdr::LedgerKey data_key(const stellar::ContractId& contract, const xdr::ScVal& key);
    /// Writes a persistent entry behind the contract's back.
    void store(const stellar::ContractId& contract, const xdr::ScVal& key, const xdr::ScVal& value);
    /// The last ledger at which the entry lives; nullopt where there is none.
    std::optional<u32> live_until(const xdr::LedgerKey& key);
    /// Ends the life of an entry that exists: from now on it is archived, or gone if it was
    /// temporary. The next call that needs an archived one restores it and says so.
    void archive(const xdr::LedgerKey& key);
    bool is_archived(const xdr::LedgerKey& key);

private:
    /// By recording what is asked for, or by enforcing the operation's own authorizations.
    Call run(const xdr::InvokeHostFunctionOp& operation, host::AuthMode mode);
    Call run(const xdr::HostFunction& function);
    std::int64_t resource_fee_stroops(const Call& call) const;
    /// The nonces of recorded authorizations come of it: no two calls may have the same.
    host::Hash next_seed();

    MemoryLedger ledger_;
    host::NetworkSettings settings_;
    host::LedgerInfo now_{.protocol_version = 28,
                          .sequence = 1'000,
                          .close_time_s = 1'800'000'000,
                          .network_id = {7},
                          .base_reserve_stroops = 5'000'000};
    u32 calls_ = 0;
    Authorizations authorizations_ = Authorizations::granted;
    stellar::AccountId deployer_;
    stellar::AccountId source_;
};

/// The Transport of a typed client (soroban/declare.hpp) that calls on a Chain.
class ChainTransport {
public:
    ChainTransport(Chain& chain, stellar::ContractId contract)
        : chain_(&chain), contract_(contract) {}

    template <class Function, class... Argument>
    Outcome<typename Function::Result> invoke(const Argument&... arguments) {
        auto values = must(stellar::encode_arguments(arguments...));
        return Outcome<typename Function::Result>(
            chain_->call(contract_, Function::name, std::move(values)));
    }

private:
    Chain* chain_;
    stellar::ContractId contract_;
};

}  // namespace carrot::testkit
