#include "stellar/contract_value.hpp"

#include <algorithm>

#include "stellar/strkey.hpp"
#include "xdr/codec.hpp"

namespace carrot::stellar::detail {

namespace {

constexpr std::size_t key_bytes = 32;

/// An M… strkey's payload: the key, then the id, most significant byte first.
xdr::MuxedEd25519Account muxed_of(BytesView payload) {
    xdr::MuxedEd25519Account account;
    std::ranges::copy(payload.first(key_bytes), account.ed25519.begin());
    for (const auto byte : payload.subspan(key_bytes))
        account.id = account.id << 8 | byte;
    return account;
}

Bytes payload_of(const xdr::MuxedEd25519Account& account) {
    Bytes payload(account.ed25519.begin(), account.ed25519.end());
    for (int shift = 56; shift >= 0; shift -= 8)
        payload.push_back(static_cast<std::uint8_t>(account.id >> shift));
    return payload;
}

std::unexpected<Error> wrong_type(const xdr::ScVal& from, std::string_view expected) {
    return fail(ErrorCode::corrupt_data, "{} is no {}", to_text(from), expected);
}

// The keys that a std::map may hold in another order than the host's: fields come as declared,
// addresses as text.
bool needs_order(const xdr::ScVal& key) {
    return key.if_sym() != nullptr || key.if_address() != nullptr;
}

bool comes_before(const xdr::ScMapEntry& a, const xdr::ScMapEntry& b) {
    if (a.key.if_sym() && b.key.if_sym()) return a.key.sym() < b.key.sym();
    if (a.key.if_address() && b.key.if_address()) {
        return xdr::encode(a.key.address()).value_or(Bytes()) <
               xdr::encode(b.key.address()).value_or(Bytes());
    }
    return a.key.type() < b.key.type();
}

}  // namespace

Result<xdr::ScVal> encode_plain(const soroban::Address& value) {
    return to_scval(TRY(Address::parse(value.strkey)));
}

Result<xdr::ScVal> encode_plain(const soroban::MuxedAddress& value) {
    const auto strkey = TRY(decode_strkey(value.strkey));
    if (strkey.kind != StrkeyKind::muxed_account) {
        return to_scval(TRY(Address::parse(value.strkey)));
    }
    return xdr::ScVal::address(xdr::ScAddress::muxed_account(muxed_of(strkey.payload)));
}

Result<xdr::ScVal> encode_plain(const soroban::Symbol& value) {
    return to_scval(Symbol{value.text});
}
Result<xdr::ScVal> encode_plain(const soroban::Bytes& value) {
    return to_scval(Bytes(value.data.begin(), value.data.end()));
}
Result<xdr::ScVal> encode_plain(const soroban::Timepoint& value) {
    return xdr::ScVal::timepoint(value.seconds);
}
Result<xdr::ScVal> encode_plain(const soroban::Duration& value) {
    return xdr::ScVal::duration(value.seconds);
}
Result<xdr::ScVal> encode_plain(const soroban::U256& value) {
    const auto& [a, b, c, d] = value.pieces;
    return xdr::ScVal::u256({.hi_hi = a, .hi_lo = b, .lo_hi = c, .lo_lo = d});
}
Result<xdr::ScVal> encode_plain(const soroban::I256& value) {
    const auto& [a, b, c, d] = value.pieces;
    return xdr::ScVal::i256(
        {.hi_hi = static_cast<std::int64_t>(a), .hi_lo = b, .lo_hi = c, .lo_lo = d});
}
Result<xdr::ScVal> encode_plain(const soroban::Val& value) {
    return xdr::decode<xdr::ScVal>(as_bytes(value.xdr));
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Address& value) {
    value.strkey = TRY(from_scval<Address>(from))
    .to_string();
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::MuxedAddress& value) {
    const auto* address = from.if_address();
    const auto* muxed = address == nullptr ? nullptr : address->if_muxed_account();
    value.strkey = muxed != nullptr ? encode_strkey(StrkeyKind::muxed_account, payload_of(*muxed))
                                    : TRY(from_scval<Address>(from))
    .to_string();
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Symbol& value) {
    value.text = TRY(from_scval<Symbol>(from))
    .text;
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Bytes& value) {
    value.data = TRY(from_scval<Bytes>(from));
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Timepoint& value) {
    if (from.if_timepoint() == nullptr) return wrong_type(from, "timepoint");
    value.seconds = from.timepoint();
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Duration& value) {
    if (from.if_duration() == nullptr) return wrong_type(from, "duration");
    value.seconds = from.duration();
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::U256& value) {
    const auto* parts = from.if_u256();
    if (parts == nullptr) return wrong_type(from, "u256");
    value.pieces = {parts->hi_hi, parts->hi_lo, parts->lo_hi, parts->lo_lo};
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::I256& value) {
    const auto* parts = from.if_i256();
    if (parts == nullptr) return wrong_type(from, "i256");
    value.pieces = {static_cast<std::uint64_t>(parts->hi_hi), parts->hi_lo, parts->lo_hi,
                    parts->lo_lo};
    return {};
}

Result<void> decode_plain(const xdr::ScVal& from, soroban::Val& value) {
    value.xdr = as_text(TRY(xdr::encode(from)));
    return {};
}

std::unexpected<Error> no_such_enumerator(std::string_view enumeration, const xdr::ScVal& from) {
    return fail(ErrorCode::corrupt_data, "{} is no {}", to_text(from), enumeration);
}

std::unexpected<Error> no_such_case(std::string_view type, const xdr::ScVal& from) {
    return fail(ErrorCode::corrupt_data, "{} is no case of {}", to_text(from), type);
}

Result<const xdr::ScVal*> require_field(const xdr::ScVal& from, std::string_view name) {
    const auto* field = find_field(from, name);
    if (field == nullptr) {
        return fail(ErrorCode::corrupt_data, "a contract's value lacks the field");
    }
    return field;
}

Result<const std::vector<xdr::ScVal>*> require_elements(const xdr::ScVal& from, std::size_t count) {
    const auto* elements = TRY(elements_of(from));
    if (elements->size() != count) {
        return fail(ErrorCode::corrupt_data, "{} items instead of {}", elements->size(), count);
    }
    return elements;
}

Result<const std::vector<xdr::ScMapEntry>*> require_entries(const xdr::ScVal& from) {
    const auto* map = from.if_map();
    if (map == nullptr || !*map) return wrong_type(from, "map");
    return &**map;
}

xdr::ScVal map_of(std::vector<xdr::ScMapEntry> entries) {
    if (!entries.empty() && needs_order(entries.front().key)) {
        std::ranges::sort(entries, comes_before);
    }
    return xdr::ScVal::map(std::move(entries));
}

}  // namespace carrot::stellar::detail
