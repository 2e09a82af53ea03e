#include "age/decryptor.hpp"

#include <algorithm>

#include "age/detail/chunk_nonce.hpp"
#include "age/detail/x25519_stanza.hpp"

namespace carrot::age {
namespace {

std::unexpected<Error> broken(std::string_view reason) {
    return fail(ErrorCode::corrupt_data, "could not decrypt the age file: {}", reason);
}

/// Moves from `piece` to `pending` until that has `size` bytes; whether it has.
bool fill(Bytes& pending, std::size_t size, BytesView& piece) {
    const auto count = std::min(size - pending.size(), piece.size());
    pending.insert(pending.end(), piece.begin(),
                   piece.begin() + static_cast<std::ptrdiff_t>(count));
    piece = piece.subspan(count);
    return pending.size() == size;
}

}  // namespace

Decryptor::Decryptor(const Identity& identity, Sink sink)
    : identity_(identity), sink_(std::move(sink)) {}

Decryptor::~Decryptor() {
    wipe(file_key_);
    wipe(key_);
}

Result<void> Decryptor::write(BytesView piece) {
    while (!piece.empty()) {
        switch (part_) {
            case Part::header:
                TRY(take_header(piece));
                break;
            case Part::nonce:
                TRY(take_nonce(piece));
                break;
            case Part::chunks:
                TRY(take_chunks(piece));
                break;
        }
    }
    return {};
}

Result<void> Decryptor::finish() {
    if (part_ != Part::chunks) return broken("it is cut off in its header");
    return open_chunk(true);
}

Result<void> Decryptor::take_header(BytesView& piece) {
    const auto text = as_text(piece);
    const auto end = text.find('\n');
    const auto part = piece.first(std::min(end, piece.size()));
    header_bytes_ += part.size() + 1;
    if (header_bytes_ > header_limit_bytes) return broken("its header is longer than 64 KiB");
    pending_.insert(pending_.end(), part.begin(), part.end());
    if (end == text.npos) {
        --header_bytes_;
        piece = {};
        return {};
    }
    piece = piece.subspan(end + 1);
    const auto progress = TRY(header_.take_line(as_text(pending_)));
    pending_.clear();
    if (progress == HeaderReader::Progress::more) return {};
    part_ = Part::nonce;
    return open_header();
}

Result<void> Decryptor::open_header() {
    for (const auto& stanza : header_.stanzas()) {
        const auto unwrapped = TRY(unwrap_file_key(stanza, identity_));
        if (!unwrapped) continue;
        file_key_ = *unwrapped;
        if (header_.is_authentic(file_key_)) return {};
        return broken("its header was changed");
    }
    return fail(ErrorCode::permission_denied,
                "could not decrypt the age file: it is encrypted to another key");
}

Result<void> Decryptor::take_nonce(BytesView& piece) {
    if (!fill(pending_, payload_nonce_bytes, piece)) return {};
    key_ = payload_key(file_key_, pending_);
    wipe(file_key_);
    pending_.clear();
    part_ = Part::chunks;
    return {};
}

Result<void> Decryptor::take_chunks(BytesView& piece) {
    // What a whole chunk is followed by says that it was not the last.
    if (pending_.size() == sealed_chunk_bytes) TRY(open_chunk(false));
    pending_.reserve(sealed_chunk_bytes);
    fill(pending_, sealed_chunk_bytes, piece);
    return {};
}

Result<void> Decryptor::open_chunk(bool last) {
    if (pending_.size() < tag_bytes) return broken("it is cut off");
    plain_.resize(pending_.size() - tag_bytes);
    if (plain_.empty() && chunks_ > 0) return broken("its last chunk is empty");
    const auto nonce = chunk_nonce(chunks_++, last ? ChunkPlace::last : ChunkPlace::inner);
    const bool opened = open(key_, nonce, pending_, plain_);
    pending_.clear();
    if (!opened) return broken(last ? "it is cut off or was changed" : "it was changed");
    return plain_.empty() ? Result<void>() : sink_(plain_);
}

}  // namespace carrot::age
