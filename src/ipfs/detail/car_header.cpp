#include "ipfs/detail/car_header.hpp"

#include <utility>

#include "ipfs/detail/wire.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

// CBOR's major types (RFC 8949 section 3.1), as far as headers use them.
enum class Major : std::uint8_t { number = 0, bytes = 2, text = 3, array = 4, map = 5, tag = 6 };

constexpr std::uint64_t link_tag = 42;

// `size` is below 256: the longest CID is an identity CID of `max_identity_bytes`.
void append_bytes_head(Bytes& out, std::size_t size) {
    constexpr auto major = static_cast<std::uint8_t>(std::to_underlying(Major::bytes) << 5);
    if (size >= 24) out.push_back(major | 24);
    out.push_back(static_cast<std::uint8_t>(size < 24 ? major | size : size));
}

// dag-cbor demands definite lengths in their shortest form.
Result<std::uint64_t> take_head(BytesView& in, Major major, std::string_view what) {
    const auto first = TRY(take_bytes(in, 1))
    .front();
    if (first >> 5 != static_cast<std::uint8_t>(major))
        return fail(ErrorCode::corrupt_data, "{} is expected and not there", what);
    const auto small = static_cast<std::uint64_t>(first & 0x1f);
    if (small < 24) return small;
    if (small > 27) return fail(ErrorCode::corrupt_data, "{} has no definite length", what);
    std::uint64_t value = 0;
    for (const auto byte : TRY(take_bytes(in, std::uint64_t{1} << (small - 24))))
        value = value << 8 | byte;
    const bool minimal = small == 24 ? value >= 24 : value >> (4U << (small - 24)) != 0;
    if (!minimal) return fail(ErrorCode::corrupt_data, "{} is not in its shortest form", what);
    return value;
}

// A link is tag 42 around a zero byte, of multibase's identity, and the CID.
Result<Cid> take_link(BytesView& in) {
    if (TRY(take_head(in, Major::tag, "a link")) != link_tag)
        return fail(ErrorCode::corrupt_data, "a root is not a link");
    const auto size = TRY(take_head(in, Major::bytes, "a link"));
    const auto link = TRY(take_bytes(in, size));
    if (link.empty() || link.front() != 0)
        return fail(ErrorCode::corrupt_data, "a root is not a binary CID");
    return with_context(Cid::decode(link.subspan(1)), "a root");
}

Result<std::vector<Cid>> take_roots(BytesView& in) {
    const auto count = TRY(take_head(in, Major::array, "the list of roots"));
    if (count == 0) return fail(ErrorCode::corrupt_data, "it has no root");
    if (count > max_car_roots)
        return fail(ErrorCode::corrupt_data, "it has more than {} roots", max_car_roots);
    std::vector<Cid> roots;
    for (std::uint64_t i = 0; i < count; ++i)
        roots.push_back(TRY(take_link(in)));
    return roots;
}

Result<void> take_version(BytesView& in) {
    const auto version = TRY(take_head(in, Major::number, "the version"));
    if (version == 1) return {};
    return fail(
        ErrorCode::corrupt_data,
        "it has version {}, and versions 1 and 2 are read here: export it again as version 1",
        version);
}

Result<std::vector<Cid>> decode_fields(BytesView in) {
    std::vector<Cid> roots;
    bool has_version = false;
    for (auto fields = TRY(take_head(in, Major::map, "a map")); fields > 0; --fields) {
        const auto name = as_text(TRY(take_bytes(in, TRY(take_head(in, Major::text, "a name")))));
        if (name == "roots" && roots.empty())
            roots = TRY(take_roots(in));
        else if (name == "version" && !has_version) {
            TRY(take_version(in));
            has_version = true;
        } else
            return fail(ErrorCode::corrupt_data, "it has an unknown or repeated field");
    }
    if (!has_version) return fail(ErrorCode::corrupt_data, "it has no version");
    if (roots.empty()) return fail(ErrorCode::corrupt_data, "it has no root");
    if (!in.empty()) return fail(ErrorCode::corrupt_data, "{} bytes follow the map", in.size());
    return roots;
}

}  // namespace

Bytes encode_car_header(const Cid& root) {
    const auto cid = root.to_bytes();
    Bytes map;
    append(map, as_bytes("\xa2\x65roots\x81\xd8\x2a"));
    append_bytes_head(map, cid.size() + 1);
    map.push_back(0);
    append(map, cid);
    append(map, as_bytes("\x67version\x01"));
    return map;
}

Result<std::vector<Cid>> decode_car_header(BytesView header) {
    return with_context(decode_fields(header), "not a valid CAR header");
}

}  // namespace carrot::ipfs
