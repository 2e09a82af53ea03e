// Writes one age file as its content comes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "age/keys.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::age {

/// Takes a file's next bytes; an error from it ends the writing or reading.
using Sink = std::function<Result<void>(BytesView)>;

/// Holds 128 KiB, whatever the file's size. Each file has keys of its own: the same content never
/// gives the same bytes.
class Encryptor {
public:
    /// Writes the header. Each recipient can read the file alone, and sees how many there are; at
    /// least one, at most 32.
    static Result<Encryptor> begin(const std::vector<Recipient>& recipients, Sink sink);

    Encryptor(Encryptor&&) noexcept = default;
    Encryptor& operator=(Encryptor&&) noexcept = default;
    ~Encryptor();

    Result<void> write(BytesView piece);

    /// The last chunk. Without it the file reads as cut off.
    Result<void> finish();

private:
    Encryptor(std::array<std::uint8_t, 32> key, Sink sink);
    Result<void> write_chunk(bool last);

    std::array<std::uint8_t, 32> key_;
    Sink sink_;
    std::uint64_t chunks_ = 0;
    Bytes plain_;   ///< of the chunk that grows
    Bytes sealed_;  ///< kept to be written over
};

}  // namespace carrot::age
