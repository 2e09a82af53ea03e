#include "cli/local_accounts.hpp"

#include "stellar/hash.hpp"
#include "stellar/key_store.hpp"

namespace carrot::cli {
namespace {

Result<stellar::KeyPair> load_or_save(const stellar::KeyStore& store, std::string_view name,
                                      const stellar::KeyPair& made) {
    auto key = store.load(name);
    if (key || key.error().code != ErrorCode::not_found) return key;
    TRY(store.save(name, made));
    return made;
}

stellar::KeyPair demo_key(std::string_view name) {
    return stellar::KeyPair::from_seed(
        stellar::sha256(as_bytes(fmt::format("carrot demo account {}", name))));
}

Result<void> ensure_funded(const stellar::KeyPair& key, stellar::RpcClient& rpc,
                           std::stop_token stop) {
    auto account = rpc.account(key.account(), stop);
    if (account) return {};
    if (account.error().code != ErrorCode::not_found) {
        return std::unexpected(std::move(account.error()));
    }
    return rpc.fund(key.account(), stop);
}

}  // namespace

Result<LocalAccounts> open_local_accounts(const std::filesystem::path& keys_directory,
                                          stellar::RpcClient& rpc, std::stop_token stop) {
    stellar::KeyStore store(keys_directory);
    LocalAccounts accounts {
        .treasury = TRY(load_or_save(store, "treasury", stellar::KeyPair::generate()))
        , .alice = TRY(load_or_save(store, "alice", demo_key("alice")))
        , .bob = TRY(load_or_save(store, "bob", demo_key("bob")))
    };
    for (const auto* key : {&accounts.treasury, &accounts.alice, &accounts.bob}) {
        TRY(ensure_funded(*key, rpc, stop));
    }
    return accounts;
}

}  // namespace carrot::cli
