// CID: the address of a block, made from the block's own bytes (github.com/multiformats/cid).
//
//   Cid cid = Cid::of(Codec::raw, content);
//   std::string text = cid.to_string();          // bafkrei…
//   Cid same = TRY(Cid::parse(text));
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::ipfs {

/// What a block holds (the multicodec table's numbers). Other codecs are refused when parsed.
enum class Codec : std::uint64_t {
    raw = 0x55,     ///< a file's bytes
    dag_pb = 0x70,  ///< a node with links, for files and directories
};

/// How the digest was made (the multicodec table's numbers). Other functions are refused.
enum class HashFunction : std::uint64_t {
    identity = 0x00,  ///< the digest is the content, at most `max_identity_bytes`
    sha2_256 = 0x12,
};

enum class CidVersion : std::uint8_t {
    v0 = 0,  ///< dag-pb and sha2-256 only, base58btc text "Qm…"
    v1 = 1,
};

class Cid {
public:
    /// The CID of `content` by SHA-256. Version 0 demands `Codec::dag_pb`.
    static Cid of(Codec codec, BytesView content, CidVersion version = CidVersion::v1);

    /// Reads text: version 0, or version 1 in multibase base32 (b, B), base36 (k, K), base58btc
    /// (z), base64url (u) or hex (f). Non-canonical text is refused.
    static Result<Cid> parse(std::string_view text);

    /// Reads a binary CID that fills `bytes` exactly.
    static Result<Cid> decode(BytesView bytes);

    /// Reads the binary CID that `bytes` starts with, and removes it from them.
    static Result<Cid> decode_prefix(BytesView& bytes);

    /// Base58btc for version 0, base32 in small letters for version 1.
    std::string to_string() const;
    Bytes to_bytes() const;

    CidVersion version() const { return version_; }
    Codec codec() const { return codec_; }
    HashFunction hash_function() const { return hash_function_; }
    BytesView digest() const { return digest_; }

    /// The binary multihash: what names the bytes whatever codec and version say.
    Bytes multihash() const;

    /// Whether the content is in the CID itself, as its digest, so that no block is needed.
    bool holds_content() const { return hash_function_ == HashFunction::identity; }

    /// Whether `content` is what this CID names.
    bool names(BytesView content) const;

    bool operator==(const Cid&) const = default;
    auto operator<=>(const Cid&) const = default;

private:
    Cid() = default;
    static Result<Cid> decode_version_1(BytesView& bytes);

    CidVersion version_ = CidVersion::v1;
    Codec codec_ = Codec::raw;
    HashFunction hash_function_ = HashFunction::sha2_256;
    Bytes digest_;
};

}  // namespace carrot::ipfs
