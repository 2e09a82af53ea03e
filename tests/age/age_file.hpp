// Whole files in memory, and content for them.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "age/age.hpp"

namespace carrot::age::tests {

inline constexpr std::size_t chunk_size = 64 * 1024;

inline Identity identity_of(std::uint8_t seed) {
    std::array<std::uint8_t, 32> scalar{};
    scalar.fill(seed);
    return Identity(scalar);
}

/// Bytes that differ from chunk to chunk.
inline Bytes content_of(std::size_t size) {
    Bytes content(size);
    std::uint32_t state = 1;
    for (auto& byte : content) {
        state = state * 1'664'525 + 1'013'904'223;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return content;
}

inline Sink append_to(Bytes& out) {
    return [&out](BytesView piece) -> Result<void> {
        out.insert(out.end(), piece.begin(), piece.end());
        return {};
    };
}

/// Through any of the two, in pieces of this size.
template <class File>
Result<void> feed(File& file, BytesView content, std::size_t piece_size) {
    for (std::size_t at = 0; at < content.size(); at += piece_size)
        TRY(file.write(content.subspan(at, std::min(piece_size, content.size() - at))));
    return file.finish();
}

inline Bytes encrypted(BytesView content, const std::vector<Recipient>& recipients,
                       std::size_t piece_size = 100'000) {
    Bytes file;
    auto encryptor = Encryptor::begin(recipients, append_to(file));
    if (!encryptor) throw std::runtime_error(encryptor.error().message);
    if (auto fed = feed(*encryptor, content, piece_size); !fed)
        throw std::runtime_error(fed.error().message);
    return file;
}

inline Result<Bytes> decrypted(BytesView file, const Identity& identity,
                               std::size_t piece_size = 100'000) {
    Bytes content;
    Decryptor decryptor(identity, append_to(content));
    TRY(feed(decryptor, file, piece_size));
    return content;
}

}  // namespace carrot::age::tests
