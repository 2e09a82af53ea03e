// A connection that has left HTTP: raw bytes both ways.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "base/bytes.hpp"
#include "base/posix.hpp"
#include "base/result.hpp"

namespace carrot::http {

/// One thread may read while another writes, finishes or closes. Errors: unavailable (the
/// connection was lost), timed_out, cancelled.
class DuplexStream {
public:
    /// Takes over a connected socket. `pending` is what was already read from it.
    explicit DuplexStream(FileDescriptor socket, std::string pending = {});
    DuplexStream(DuplexStream&&) noexcept;
    DuplexStream& operator=(DuplexStream&&) noexcept;
    ~DuplexStream();

    /// At least one byte, or 0 when the peer has ended its side. A zero timeout waits for ever.
    Result<std::size_t> read(std::span<std::uint8_t> out, std::stop_token stop = {},
                             std::chrono::milliseconds timeout = {});

    /// Writes everything. A zero timeout waits for ever.
    Result<void> write(BytesView bytes, std::stop_token stop = {},
                       std::chrono::milliseconds timeout = {});

    /// Tells the peer that no more is written; reading goes on.
    Result<void> finish_writing();

    /// Ends both directions; a read or write in another thread returns.
    void close();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace carrot::http
