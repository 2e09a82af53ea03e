#include "cli/byte_progress.hpp"

namespace carrot::cli {
namespace {

constexpr std::chrono::milliseconds drawing_interval{100};

}  // namespace

ByteProgress::ByteProgress(Session& session, std::string_view doing)
    : session_(session), doing_(doing) {
    draw({});
}

ByteProgress::~ByteProgress() { session_.output().clear_passing(); }

void ByteProgress::advance(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    bytes_ += bytes;
    draw({});
}

void ByteProgress::reach(std::uint64_t bytes, std::string_view detail) {
    const std::lock_guard lock(mutex_);
    bytes_ = bytes;
    draw(detail);
}

void ByteProgress::draw(std::string_view detail) {
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(session_.clock().since_boot());
    if (now < next_drawing_) return;
    next_drawing_ = now + drawing_interval;
    auto& output = session_.output();
    auto line = fmt::format("  · {} …", doing_);
    if (bytes_ > 0) line += "  " + to_text_bytes(bytes_);
    if (!detail.empty()) line += fmt::format("  {}", detail);
    output.show_passing(output.note_paint()(Ink::dim, line));
}

}  // namespace carrot::cli
