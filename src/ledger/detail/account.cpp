#include "ledger/detail/account.hpp"

#include <limits>

#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

const xdr::AccountEntryExtensionV2* extension_v2(const xdr::AccountEntry& account) {
    const auto* v1 = account.ext.if_v1();
    return v1 == nullptr ? nullptr : v1->ext.if_v2();
}

}  // namespace

Result<std::optional<xdr::AccountEntry>> load_account(EntrySource& source,
                                                      const xdr::AccountId& account) {
    const auto entry = TRY(source.load(account_key(account)));
    if (!entry) return std::nullopt;
    auto decoded = TRY(xdr::decode<xdr::LedgerEntry>(entry->xdr));
    if (decoded.data.if_account() == nullptr) {
        return fail(ErrorCode::corrupt_data, "an account's key leads to another kind of entry");
    }
    return std::move(decoded.data.account());
}

Result<void> store_account(Scope& scope, const xdr::AccountEntry& account) {
    const xdr::LedgerEntry entry{
        .last_modified_ledger_seq = scope.sequence(),
        .data = xdr::LedgerEntryData::account(account),
    };
    scope.put(account_key(account.account_id), { .xdr = TRY(xdr::encode(entry)) });
    return {};
}

std::int64_t min_balance(const xdr::LedgerHeader& header, const xdr::AccountEntry& account) {
    std::int64_t reserves = 2 + std::int64_t{account.num_sub_entries};
    if (const auto* v2 = extension_v2(account)) {
        reserves += std::int64_t{v2->num_sponsoring} - v2->num_sponsored;
    }
    return reserves * header.base_reserve;
}

std::int64_t available_balance(const xdr::LedgerHeader& header, const xdr::AccountEntry& account) {
    const auto* v1 = account.ext.if_v1();
    const auto selling = v1 == nullptr ? 0 : v1->liabilities.selling;
    return account.balance - min_balance(header, account) - selling;
}

bool add_balance(xdr::AccountEntry& account, std::int64_t stroops) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(account.balance, stroops, &sum) || sum < 0) return false;
    account.balance = sum;
    return true;
}

std::int64_t starting_sequence_number(const xdr::LedgerHeader& header) {
    return std::int64_t{header.ledger_seq} << 32;
}

SequenceAge sequence_age(const xdr::AccountEntry& account) {
    const auto* v2 = extension_v2(account);
    const auto* v3 = v2 == nullptr ? nullptr : v2->ext.if_v3();
    if (v3 == nullptr) return {};
    return {.ledger = v3->seq_ledger, .close_time_s = v3->seq_time};
}

void touch_sequence(const xdr::LedgerHeader& header, xdr::AccountEntry& account) {
    auto* v1 = account.ext.if_v1();
    if (v1 == nullptr) account.ext = xdr::AccountEntryExt::v1({});
    auto& v2_slot = account.ext.v1().ext;
    if (v2_slot.if_v2() == nullptr) {
        v2_slot = xdr::AccountEntryExtensionV1Ext::v2({
            .num_sponsored = 0,
            .num_sponsoring = 0,
            .signer_sponsoring_i_ds =
                std::vector<xdr::SponsorshipDescriptor>(account.signers.size()),
        });
    }
    v2_slot.v2().ext = xdr::AccountEntryExtensionV2Ext::v3({
        .ext = {},
        .seq_ledger = header.ledger_seq,
        .seq_time = header.scp_value.close_time,
    });
}

}  // namespace carrot::ledger
