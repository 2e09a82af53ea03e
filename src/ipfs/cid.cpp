#include "ipfs/cid.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/encoding.hpp"
#include "base/utf8.hpp"
#include "ipfs/detail/base_x.hpp"
#include "ipfs/detail/sha256.hpp"
#include "ipfs/detail/wire.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::size_t sha2_256_bytes = 32;

Result<Bytes> decode_multibase(std::string_view text) {
    const char base = text.empty() ? '\0' : text.front();
    const auto digits = text.substr(text.empty() ? 0 : 1);
    switch (base) {
        case 'b':
            return from_base32(digits, Base32::lower);
        case 'B':
            return from_base32(digits, Base32::upper);
        case 'z':
            return from_base58(digits);
        case 'k':
            return from_base36(digits, Base36::lower);
        case 'K':
            return from_base36(digits, Base36::upper);
        case 'u':
            return from_base64url(digits);
        case 'f':
            if (std::ranges::any_of(digits, [](char c) { return c >= 'A' && c <= 'F'; })) break;
            return from_hex(digits);
        default:
            break;
    }
    return fail(ErrorCode::invalid_argument,
                "its multibase is none of base32, base36, base58btc, base64url and hex");
}

Result<Bytes> text_to_bytes(std::string_view text) {
    if (text.size() > max_cid_text_bytes)
        return fail(ErrorCode::invalid_argument, "it is longer than {} characters",
                    max_cid_text_bytes);
    if (text.size() == 46 && text.starts_with("Qm")) return from_base58(text);
    auto bytes = TRY(decode_multibase(text));
    if (!bytes.empty() && bytes.front() != 1)
        return fail(ErrorCode::invalid_argument, "only CIDs of version 1 have a multibase");
    return bytes;
}

// As much of outside text as an error message should repeat.
std::string excerpt(std::string_view text) { return to_printable(text.substr(0, 80)); }

}  // namespace

Cid Cid::of(Codec codec, BytesView content, CidVersion version) {
    assert(version == CidVersion::v1 || codec == Codec::dag_pb);
    const auto digest = sha256(content);
    Cid cid;
    cid.version_ = version;
    cid.codec_ = codec;
    cid.digest_.assign(digest.begin(), digest.end());
    return cid;
}

Result<Cid> Cid::parse(std::string_view text) {
    const auto context = fmt::format("not a CID: '{}'", excerpt(text));
    const auto bytes = TRY(with_context(text_to_bytes(text), context));
    auto cid = with_context(decode(bytes), context);
    if (!cid) cid.error().code = ErrorCode::invalid_argument;
    return cid;
}

Result<Cid> Cid::decode(BytesView bytes) {
    auto cid = TRY(decode_prefix(bytes));
    if (!bytes.empty())
        return fail(ErrorCode::corrupt_data, "{} bytes follow the CID", bytes.size());
    return cid;
}

Result<Cid> Cid::decode_prefix(BytesView& bytes) {
    constexpr std::size_t version_0_bytes = 2 + sha2_256_bytes;
    if (bytes.size() < version_0_bytes || bytes[0] != 0x12 || bytes[1] != sha2_256_bytes)
        return decode_version_1(bytes);
    Cid cid;
    cid.version_ = CidVersion::v0;
    cid.codec_ = Codec::dag_pb;
    cid.digest_.assign(bytes.begin() + 2, bytes.begin() + version_0_bytes);
    bytes = bytes.subspan(version_0_bytes);
    return cid;
}

Result<Cid> Cid::decode_version_1(BytesView& bytes) {
    const auto version = TRY(take_varint(bytes));
    if (version != 1)
        return fail(ErrorCode::corrupt_data, "CID version {} does not exist", version);
    const auto codec = TRY(take_varint(bytes));
    if (codec != std::to_underlying(Codec::raw) && codec != std::to_underlying(Codec::dag_pb))
        return fail(ErrorCode::corrupt_data,
                    "codec {:#x} is not supported: only raw (0x55) and dag-pb (0x70) are", codec);
    const auto function = TRY(take_varint(bytes));
    const auto size = TRY(take_varint(bytes));
    const bool known =
        function == std::to_underlying(HashFunction::sha2_256)
            ? size == sha2_256_bytes
            : function == std::to_underlying(HashFunction::identity) && size <= max_identity_bytes;
    if (!known)
        return fail(ErrorCode::corrupt_data,
                    "hash function {:#x} with {} bytes is not supported: only sha2-256 with 32 and "
                    "identity with at most {} are",
                    function, size, max_identity_bytes);
    const auto digest = TRY(take_bytes(bytes, size));
    Cid cid;
    cid.codec_ = static_cast<Codec>(codec);
    cid.hash_function_ = static_cast<HashFunction>(function);
    cid.digest_.assign(digest.begin(), digest.end());
    return cid;
}

std::string Cid::to_string() const {
    if (version_ == CidVersion::v0) return to_base58(to_bytes());
    return "b" + to_base32(to_bytes(), Base32::lower);
}

Bytes Cid::to_bytes() const {
    if (version_ == CidVersion::v0) return multihash();
    Bytes bytes;
    bytes.reserve(4 + digest_.size());
    append_varint(bytes, 1);
    append_varint(bytes, std::to_underlying(codec_));
    const auto hash = multihash();
    bytes.insert(bytes.end(), hash.begin(), hash.end());
    return bytes;
}

Bytes Cid::multihash() const {
    Bytes bytes;
    append_varint(bytes, std::to_underlying(hash_function_));
    append_varint(bytes, digest_.size());
    bytes.insert(bytes.end(), digest_.begin(), digest_.end());
    return bytes;
}

bool Cid::names(BytesView content) const {
    if (holds_content()) return std::ranges::equal(content, digest_);
    return std::ranges::equal(sha256(content), digest_);
}

}  // namespace carrot::ipfs
