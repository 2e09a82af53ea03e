#include "age/detail/x25519_stanza.hpp"

#include <algorithm>
#include <cassert>

#include "base/random.hpp"

namespace carrot::age {
namespace {

constexpr std::string_view type = "X25519";
constexpr std::string_view info = "age-encryption.org/v1/X25519";

/// Each is used for one message, under the nonce zero.
Key wrapping_key(Key shared, const Key& share, const Key& recipient) {
    std::array<std::uint8_t, 64> salt{};
    std::ranges::copy(recipient, std::ranges::copy(share, salt.begin()).out);
    const auto key = hkdf_sha256(shared, salt, info);
    wipe(shared);
    return key;
}

std::unexpected<Error> broken(std::string_view reason) {
    return fail(ErrorCode::corrupt_data, "could not read the age file's header: {}", reason);
}

}  // namespace

Stanza wrap_file_key(const FileKey& file_key, const Recipient& recipient) {
    Key ephemeral{};
    fill_random(ephemeral);
    const auto share = public_point(ephemeral);
    const auto shared = shared_secret(ephemeral, recipient.point());
    assert(shared);  // Recipient::parse() lets no other point in
    wipe(ephemeral);
    auto key = wrapping_key(*shared, share, recipient.point());
    Stanza stanza{.arguments = {std::string(type), to_raw_base64(share)},
                  .body = Bytes(file_key.size() + tag_bytes)};
    seal(key, {}, file_key, stanza.body);
    wipe(key);
    return stanza;
}

Result<std::optional<FileKey>> unwrap_file_key(const Stanza& stanza, const Identity& identity) {
    if (stanza.arguments.front() != type) return std::nullopt;
    if (stanza.arguments.size() != 2) return broken("an X25519 stanza has two arguments");
    const auto bytes = from_raw_base64(stanza.arguments.back());
    Key share{};
    if (!bytes || bytes->size() != share.size()) return broken("an X25519 share has 32 bytes");
    std::ranges::copy(*bytes, share.begin());
    FileKey file_key{};
    // Before it is opened: a longer key could be made to open under several keys.
    if (stanza.body.size() != file_key.size() + tag_bytes)
        return broken("an X25519 stanza's file key has 16 bytes");
    const auto shared = shared_secret(identity.scalar(), share);
    if (!shared) return broken("an X25519 share is of low order");
    auto key = wrapping_key(*shared, share, identity.recipient().point());
    const bool opened = open(key, {}, stanza.body, file_key);
    wipe(key);
    if (!opened) return std::nullopt;
    return file_key;
}

}  // namespace carrot::age
