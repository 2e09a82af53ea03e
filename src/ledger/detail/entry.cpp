#include "ledger/detail/entry.hpp"

#include <cassert>

#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

// lastModifiedLedgerSeq is a LedgerEntry's first field.
constexpr std::size_t last_modified_bytes = 4;

}  // namespace

Bytes account_key(const xdr::AccountId& account) {
    // A key of fixed size: encoding it cannot fail.
    return *xdr::encode(xdr::LedgerKey::account({.account_id = account}));
}

Result<Bytes> key_of(const xdr::LedgerEntry& entry) {
    const auto& data = entry.data;
    switch (data.type()) {
        case xdr::LedgerEntryType::ACCOUNT:
            return account_key(data.account().account_id);
        case xdr::LedgerEntryType::TRUSTLINE:
            return xdr::encode(xdr::LedgerKey::trust_line({
                .account_id = data.trust_line().account_id,
                .asset = data.trust_line().asset,
            }));
        case xdr::LedgerEntryType::DATA:
            return xdr::encode(xdr::LedgerKey::data({
                .account_id = data.data().account_id,
                .data_name = data.data().data_name,
            }));
        case xdr::LedgerEntryType::CONTRACT_DATA:
            return xdr::encode(xdr::LedgerKey::contract_data({
                .contract = data.contract_data().contract,
                .key = data.contract_data().key,
                .durability = data.contract_data().durability,
            }));
        case xdr::LedgerEntryType::CONTRACT_CODE:
            return xdr::encode(xdr::LedgerKey::contract_code({.hash = data.contract_code().hash}));
        case xdr::LedgerEntryType::CONFIG_SETTING:
            return xdr::encode(xdr::LedgerKey::config_setting(
                {.config_setting_id = data.config_setting().config_setting_id()}));
        default:
            return fail(ErrorCode::corrupt_data,
                        "could not key a ledger entry of type {}: this "
                        "ledger has none",
                        static_cast<int>(data.type()));
    }
}

bool is_contract_entry(const xdr::LedgerKey& key) {
    return key.type() == xdr::LedgerEntryType::CONTRACT_DATA ||
           key.type() == xdr::LedgerEntryType::CONTRACT_CODE;
}

bool is_temporary(const xdr::LedgerKey& key) {
    const auto* data = key.if_contract_data();
    return data != nullptr && data->durability == xdr::ContractDataDurability::TEMPORARY;
}

bool is_persistent(const xdr::LedgerKey& key) {
    return is_contract_entry(key) && !is_temporary(key);
}

void set_last_modified(Bytes& entry_xdr, std::uint32_t ledger) {
    assert(entry_xdr.size() > last_modified_bytes);
    for (std::size_t i = 0; i < last_modified_bytes; ++i) {
        entry_xdr[i] = static_cast<std::uint8_t>(ledger >> (8 * (last_modified_bytes - 1 - i)));
    }
}

std::uint32_t last_modified(BytesView entry_xdr) {
    assert(entry_xdr.size() > last_modified_bytes);
    std::uint32_t ledger = 0;
    for (std::size_t i = 0; i < last_modified_bytes; ++i)
        ledger = ledger << 8 | entry_xdr[i];
    return ledger;
}

}  // namespace carrot::ledger
