// How far work on much content has come: a line on the terminal that passes.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/session.hpp"

namespace carrot::cli {

/// "  · adding …  120.0 MiB", drawn ten times a second at most and gone at the end. Safe to call
/// from several threads.
class ByteProgress {
public:
    ByteProgress(Session& session, std::string_view doing);
    ~ByteProgress();
    ByteProgress(const ByteProgress&) = delete;
    ByteProgress& operator=(const ByteProgress&) = delete;

    void advance(std::uint64_t bytes);
    /// In all; `detail` follows, for example "17 files".
    void reach(std::uint64_t bytes, std::string_view detail = {});

private:
    void draw(std::string_view detail);

    Session& session_;
    const std::string doing_;
    std::mutex mutex_;
    std::uint64_t bytes_ = 0;
    std::chrono::milliseconds next_drawing_{};
};

}  // namespace carrot::cli
