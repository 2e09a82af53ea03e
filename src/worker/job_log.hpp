// What a job wrote to its standard streams, in the order in which it came: the first 8 MiB and the
// last 8 MiB; what lies between them is counted and forgotten.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sandbox/container_output.hpp"

namespace carrot::worker {

using sandbox::StandardStream;

struct LogPiece {
    std::uint64_t offset = 0;  ///< of its first byte in everything that was written
    StandardStream stream = StandardStream::output;
    Bytes bytes;
    std::uint64_t end() const { return offset + bytes.size(); }
};

/// One writer and any number of readers on other threads.
class JobLog {
public:
    static constexpr std::size_t half_limit_bytes = std::size_t{8} << 20;

    explicit JobLog(std::size_t half_bytes = half_limit_bytes) : half_bytes_(half_bytes) {}

    void append(StandardStream stream, BytesView bytes);

    /// No more will come.
    void close();
    bool closed() const;

    /// The pieces that end after `offset`, cut to begin there; waits for one while there is none.
    /// Empty when the log is closed or a stop was requested. At most 256 KiB at a time.
    std::vector<LogPiece> read(std::uint64_t offset, std::stop_token stop) const;

    /// One stream whole, with a line that says how much is left out where it is.
    Bytes content(StandardStream stream) const;

    /// The last `limit` bytes of both streams as they were mixed, as UTF-8.
    std::string tail(std::size_t limit) const;

    std::uint64_t size_bytes() const;
    std::uint64_t left_out_bytes() const;

    /// Keeps it in a file, and finds it there again, with the same offsets, closed.
    Result<void> save(const std::filesystem::path& file) const;
    Result<void> load(const std::filesystem::path& file);

private:
    void append_to(std::deque<LogPiece>& half, StandardStream stream, BytesView bytes);

    void leave_out(std::uint64_t bytes);

    const std::size_t half_bytes_;
    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::deque<LogPiece> head_, tail_;
    std::size_t head_cost_ = 0, tail_cost_ = 0;
    std::uint64_t next_offset_ = 0;
    std::uint64_t left_out_bytes_ = 0;
    bool closed_ = false;
};

}  // namespace carrot::worker
