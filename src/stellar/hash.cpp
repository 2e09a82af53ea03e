#include "stellar/hash.hpp"

#include <sodium.h>

namespace carrot::stellar {

Hash sha256(BytesView bytes) {
    Hash hash;
    crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
    return hash;
}

}  // namespace carrot::stellar
