#include "ipfs/detail/sha256.hpp"

#include <openssl/evp.h>

#include <cstdlib>

namespace carrot::ipfs {

Sha256Digest sha256(BytesView content) {
    // Fetched once: a lookup by name costs more than hashing a small block.
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Sha256Digest digest;
    if (EVP_Digest(content.data(), content.size(), digest.data(), nullptr, algorithm, nullptr) != 1)
        std::abort();  // no memory, or an OpenSSL without SHA-256: nothing here could go on
    return digest;
}

}  // namespace carrot::ipfs
