#include "age/detail/chunk_nonce.hpp"

namespace carrot::age {

ChunkNonce chunk_nonce(std::uint64_t number, ChunkPlace place) {
    ChunkNonce nonce{};
    nonce.back() = static_cast<std::uint8_t>(place);
    for (std::size_t at = nonce.size() - 1; number != 0; number >>= 8)
        nonce[--at] = static_cast<std::uint8_t>(number);
    return nonce;
}

Key payload_key(const FileKey& file_key, BytesView payload_nonce) {
    return hkdf_sha256(file_key, payload_nonce, "payload");
}

}  // namespace carrot::age
