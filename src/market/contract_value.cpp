#include "market/contract_value.hpp"

namespace carrot::market {

Result<xdr::ScVal> encode_value(const soroban::Address& value) {
    return stellar::to_scval(TRY(stellar::Address::parse(value.strkey)));
}

Result<void> decode_value(const xdr::ScVal& from, soroban::Address& value) {
    value.strkey = TRY(stellar::from_scval<stellar::Address>(from))
    .to_string();
    return {};
}

namespace detail {

std::unexpected<Error> no_such_enumerator(std::string_view enumeration, const xdr::ScVal& from) {
    return fail(ErrorCode::corrupt_data, "{} is no {}", stellar::to_text(from), enumeration);
}

Result<const xdr::ScVal*> require_field(const xdr::ScVal& from, std::string_view name) {
    const auto* field = stellar::find_field(from, name);
    if (field == nullptr) {
        return fail(ErrorCode::corrupt_data, "a contract's value lacks the field");
    }
    return field;
}

}  // namespace detail
}  // namespace carrot::market
