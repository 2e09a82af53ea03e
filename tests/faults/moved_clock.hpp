// Time as a test wants it to be, in the processes that it starts.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "base/file.hpp"

namespace carrot::tests {

/// Everybody's time has gone on by the milliseconds in the folder's file "time-passed"; the wall
/// clock of whoever has one more file is beside the truth by what that says. Waits are real.
class MovedClock final : public Clock {
public:
    explicit MovedClock(const std::filesystem::path& folder, std::filesystem::path wall_offset = {})
        : passed_(folder / "time-passed"), wall_offset_(std::move(wall_offset)) {}

    TimePoint now() const override {
        return system_clock().now() + read(passed_) + read(wall_offset_);
    }
    std::chrono::milliseconds since_boot() const override {
        return system_clock().since_boot() + read(passed_);
    }
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
        return system_clock().sleep_for(duration, std::move(stop));
    }

private:
    static std::chrono::milliseconds read(const std::filesystem::path& file) {
        if (file.empty()) return {};
        const auto text = read_file(file, 32);
        if (!text || text->empty()) return {};
        return std::chrono::milliseconds(std::stoll(std::string(as_text(*text))));
    }

    const std::filesystem::path passed_, wall_offset_;
};

}  // namespace carrot::tests
