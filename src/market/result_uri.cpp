#include "market/result_uri.hpp"

#include <algorithm>

namespace carrot::market {
namespace {

constexpr std::string_view scheme = "ipfs://";
constexpr std::size_t limit_bytes = 256;  // the contract's

bool is_cid_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

}  // namespace

Result<std::string> parse_result_hash(std::string_view result_hash) {
    auto cid = result_hash;
    if (cid.starts_with(scheme)) cid.remove_prefix(scheme.size());
    bool has_scheme = cid.size() != result_hash.size();
    if (!has_scheme || cid.empty() || result_hash.size() > limit_bytes ||
        !std::ranges::all_of(cid, is_cid_character)) {
        return fail(ErrorCode::invalid_argument, "result \"{}\": not of the form ipfs://<CID>",
                    result_hash.substr(0, limit_bytes));
    }
    return std::string{cid};
}

std::string to_result_hash(std::string_view cid) { return fmt::format("{}{}", scheme, cid); }

}  // namespace carrot::market
