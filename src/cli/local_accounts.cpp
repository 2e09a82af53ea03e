#include "cli/local_accounts.hpp"

#include "stellar/key_store.hpp"

namespace carrot::cli {
namespace {

Result<stellar::KeyPair> load_or_make(const stellar::KeyStore& store, std::string_view name) {
    auto key = store.load(name);
    if (key || key.error().code != ErrorCode::not_found) return key;
    auto made = stellar::KeyPair::generate();
    TRY(store.save(name, made));
    return made;
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
        .treasury = TRY(load_or_make(store, "treasury"))
        , .alice = TRY(load_or_make(store, "alice"))
        , .bob = TRY(load_or_make(store, "bob"))
    };
    for (const auto* key : {&accounts.treasury, &accounts.alice, &accounts.bob}) {
        TRY(ensure_funded(*key, rpc, stop));
    }
    return accounts;
}

}  // namespace carrot::cli
