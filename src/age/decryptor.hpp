// Reads one age file as it comes.
#pragma once

#include <optional>

#include "age/detail/header.hpp"
#include "age/encryptor.hpp"
#include "age/keys.hpp"

namespace carrot::age {

/// The first bytes of every file in this format.
inline constexpr std::string_view file_magic = "age-encryption.org/v1\n";

/// Holds 128 KiB, whatever the file's size. Each chunk is authenticated before the sink gets it;
/// whether anything is missing at the end is known from finish() alone.
class Decryptor {
public:
    Decryptor(const Identity& identity, Sink sink);
    Decryptor(const Decryptor&) = delete;
    Decryptor& operator=(const Decryptor&) = delete;
    ~Decryptor();

    /// corrupt_data (no file of age, or a changed one), permission_denied (it is for another key),
    /// and what the sink returns. After an error the decryptor is useless.
    Result<void> write(BytesView piece);

    /// corrupt_data when the file is cut off.
    Result<void> finish();

private:
    enum class Part { header, nonce, chunks };

    Result<void> take_header(BytesView& piece);
    Result<void> open_header();
    Result<void> take_nonce(BytesView& piece);
    Result<void> take_chunks(BytesView& piece);
    Result<void> open_chunk(bool last);

    Identity identity_;
    Sink sink_;
    Part part_ = Part::header;
    HeaderReader header_;
    std::size_t header_bytes_ = 0;
    FileKey file_key_{};
    Key key_{};
    std::uint64_t chunks_ = 0;
    Bytes pending_;  ///< the line, nonce or chunk that isn't whole yet
    Bytes plain_;    ///< kept to be written over
};

}  // namespace carrot::age
