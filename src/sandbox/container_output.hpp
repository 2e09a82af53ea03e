// What a container writes to its standard streams, and the frames that engines carry it in.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::sandbox {

enum class StandardStream : std::uint8_t { output = 1, error = 2 };

struct OutputChunk {
    StandardStream stream = StandardStream::output;
    Bytes bytes;
    bool operator==(const OutputChunk&) const = default;
};

/// Takes the engine's multiplexed stream apart (Docker Engine API v1.41, "Attach to a container",
/// stream format): frames of 1 byte stream, 3 zero bytes, 4 bytes length big-endian, payload. Pure:
/// it holds no more than a header; a frame's payload comes out in the pieces in which it came in.
class OutputFrameParser {
public:
    /// The payload of `input`, in order. corrupt_data when a header is none; the parser is useless
    /// after that.
    Result<std::vector<OutputChunk>> feed(BytesView input);

    /// corrupt_data when the stream ends inside a frame.
    Result<void> finish() const;

private:
    std::uint8_t header_[8] = {};
    std::size_t header_bytes_ = 0;
    std::uint32_t payload_left_ = 0;
};

/// The inverse, for keeping chunks in a file.
void append_output_frame(Bytes& out, StandardStream stream, BytesView payload);

/// A running container's output, as it comes.
class ContainerOutput {
public:
    virtual ~ContainerOutput() = default;

    /// The next piece; nothing when the container has closed both streams. Errors: unavailable (the
    /// engine is gone), corrupt_data, cancelled.
    virtual Result<std::optional<OutputChunk>> next(std::stop_token stop) = 0;
};

}  // namespace carrot::sandbox
