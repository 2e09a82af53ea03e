#include "sandbox/container_output.hpp"

#include <algorithm>

namespace carrot::sandbox {
namespace {

constexpr std::size_t header_size_bytes = 8;

/// Docker's stream format also knows 0 (standard input) and 3 (the engine's own errors): neither
/// belongs to what a container wrote.
bool is_header(const std::uint8_t* header) {
    return (header[0] == 1 || header[0] == 2) && header[1] == 0 && header[2] == 0 && header[3] == 0;
}

std::uint32_t payload_length(const std::uint8_t* header) {
    return std::uint32_t{header[4]} << 24 | std::uint32_t{header[5]} << 16 |
           std::uint32_t{header[6]} << 8 | std::uint32_t{header[7]};
}

}  // namespace

Result<std::vector<OutputChunk>> OutputFrameParser::feed(BytesView input) {
    std::vector<OutputChunk> chunks;
    while (!input.empty()) {
        if (payload_left_ == 0) {
            const auto count = std::min(header_size_bytes - header_bytes_, input.size());
            std::copy_n(input.begin(), count, header_ + header_bytes_);
            header_bytes_ += count;
            input = input.subspan(count);
            if (header_bytes_ < header_size_bytes) break;
            if (!is_header(header_))
                return fail(ErrorCode::corrupt_data,
                            "could not read a container's output: no frame begins with byte {}",
                            header_[0]);
            payload_left_ = payload_length(header_);
            header_bytes_ = 0;
        }
        const auto count = std::min<std::size_t>(payload_left_, input.size());
        if (count == 0) continue;
        const auto payload = input.first(count);
        chunks.push_back(
            {static_cast<StandardStream>(header_[0]), Bytes(payload.begin(), payload.end())});
        payload_left_ -= static_cast<std::uint32_t>(count);
        input = input.subspan(count);
    }
    return chunks;
}

Result<void> OutputFrameParser::finish() const {
    if (header_bytes_ == 0 && payload_left_ == 0) return {};
    return fail(ErrorCode::corrupt_data,
                "could not read a container's output: it ends inside a frame");
}

void append_output_frame(Bytes& out, StandardStream stream, BytesView payload) {
    const auto length = static_cast<std::uint32_t>(payload.size());
    out.insert(out.end(),
               {static_cast<std::uint8_t>(stream), 0, 0, 0, static_cast<std::uint8_t>(length >> 24),
                static_cast<std::uint8_t>(length >> 16), static_cast<std::uint8_t>(length >> 8),
                static_cast<std::uint8_t>(length)});
    out.insert(out.end(), payload.begin(), payload.end());
}

}  // namespace carrot::sandbox
