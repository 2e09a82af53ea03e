#include "age/encryptor.hpp"

#include <algorithm>

#include "age/detail/chunk_nonce.hpp"
#include "age/detail/header.hpp"
#include "age/detail/x25519_stanza.hpp"
#include "base/random.hpp"

namespace carrot::age {

Result<Encryptor> Encryptor::begin(const std::vector<Recipient>& recipients, Sink sink) {
    if (recipients.empty() || recipients.size() > stanza_limit)
        return fail(ErrorCode::invalid_argument,
                    "could not encrypt: {} recipients, and there may be 1 to {}", recipients.size(),
                    stanza_limit);
    FileKey file_key{};
    fill_random(file_key);
    std::vector<Stanza> stanzas;
    for (const auto& recipient : recipients)
        stanzas.push_back(wrap_file_key(file_key, recipient));
    std::array<std::uint8_t, payload_nonce_bytes> nonce{};
    fill_random(nonce);
    const auto header = write_header(stanzas, file_key);
    Encryptor encryptor(payload_key(file_key, nonce), std::move(sink));
    wipe(file_key);
    TRY(encryptor.sink_(as_bytes(header)));
    TRY(encryptor.sink_(nonce));
    return encryptor;
}

Encryptor::Encryptor(Key key, Sink sink) : key_(key), sink_(std::move(sink)) {
    plain_.reserve(chunk_bytes);
    wipe(key);
}

Encryptor::~Encryptor() { wipe(key_); }

Result<void> Encryptor::write(BytesView piece) {
    while (!piece.empty()) {
        // A full chunk waits for what follows: it may be the last.
        if (plain_.size() == chunk_bytes) TRY(write_chunk(false));
        const auto count = std::min(chunk_bytes - plain_.size(), piece.size());
        plain_.insert(plain_.end(), piece.begin(),
                      piece.begin() + static_cast<std::ptrdiff_t>(count));
        piece = piece.subspan(count);
    }
    return {};
}

Result<void> Encryptor::finish() { return write_chunk(true); }

Result<void> Encryptor::write_chunk(bool last) {
    sealed_.resize(plain_.size() + tag_bytes);
    seal(key_, chunk_nonce(chunks_++, last ? ChunkPlace::last : ChunkPlace::inner), plain_,
         sealed_);
    plain_.clear();
    return sink_(sealed_);
}

}  // namespace carrot::age
