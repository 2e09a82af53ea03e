#include "worker/job_log.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace carrot::worker {
namespace {

constexpr std::size_t piece_limit_bytes = 64 * 1024;
constexpr std::size_t read_limit_bytes = 256 * 1024;

/// What a piece costs beside its bytes, so that a job that writes single bytes to both streams in
/// turn can't grow the log past its limit.
constexpr std::size_t piece_cost_bytes = 96;

/// What a saved log begins with; 8 bytes each of the offset where the gap is and of its length
/// follow. No frame begins so.
constexpr std::string_view file_mark = "carrot1\n";
constexpr std::size_t file_head_bytes = file_mark.size() + 16;

void put_number(std::span<std::uint8_t> out, std::uint64_t number) {
    for (std::size_t i = 0; i < 8; ++i)
        out[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
}

std::uint64_t get_number(BytesView in) {
    std::uint64_t number = 0;
    for (const auto byte : in.first(8))
        number = number << 8 | byte;
    return number;
}

std::string gap_mark(std::uint64_t bytes) {
    return fmt::format("\n[carrot: {} bytes of the log are left out here]\n", bytes);
}

}  // namespace

void JobLog::append(StandardStream stream, BytesView bytes) {
    const std::lock_guard lock(mutex_);
    while (!bytes.empty()) {
        const auto count = std::min(bytes.size(), piece_limit_bytes);
        const bool in_head = left_out_bytes_ == 0 && tail_.empty() &&
                             head_cost_ + count + piece_cost_bytes <= half_bytes_;
        append_to(in_head ? head_ : tail_, stream, bytes.first(count));
        bytes = bytes.subspan(count);
    }
    while (tail_cost_ > half_bytes_ && tail_.size() > 1) {
        left_out_bytes_ += tail_.front().bytes.size();
        tail_cost_ -= tail_.front().bytes.size() + piece_cost_bytes;
        tail_.pop_front();
    }
    changed_.notify_all();
}

void JobLog::append_to(std::deque<LogPiece>& half, StandardStream stream, BytesView bytes) {
    auto& cost = &half == &head_ ? head_cost_ : tail_cost_;
    const bool extends = !half.empty() && half.back().stream == stream &&
                         half.back().bytes.size() + bytes.size() <= piece_limit_bytes;
    if (!extends) {
        half.push_back({next_offset_, stream, {}});
        cost += piece_cost_bytes;
    }
    half.back().bytes.insert(half.back().bytes.end(), bytes.begin(), bytes.end());
    cost += bytes.size();
    next_offset_ += bytes.size();
}

void JobLog::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

bool JobLog::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

std::vector<LogPiece> JobLog::read(std::uint64_t offset, std::stop_token stop) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return closed_ || next_offset_ > offset; });
    std::vector<LogPiece> found;
    std::size_t size_bytes = 0;
    for (const auto* half : {&head_, &tail_}) {
        auto piece = std::ranges::upper_bound(*half, offset, {}, &LogPiece::end);
        for (; piece != half->end() && size_bytes < read_limit_bytes; ++piece) {
            const auto skip = offset > piece->offset ? offset - piece->offset : 0;
            found.push_back({piece->offset + skip, piece->stream,
                             Bytes(piece->bytes.begin() + static_cast<std::ptrdiff_t>(skip),
                                   piece->bytes.end())});
            size_bytes += found.back().bytes.size();
        }
    }
    return found;
}

Bytes JobLog::content(StandardStream stream) const {
    const std::lock_guard lock(mutex_);
    Bytes content;
    const auto take = [&](const std::deque<LogPiece>& half) {
        for (const auto& piece : half)
            if (piece.stream == stream)
                content.insert(content.end(), piece.bytes.begin(), piece.bytes.end());
    };
    take(head_);
    if (left_out_bytes_ > 0) {
        const auto mark = gap_mark(left_out_bytes_);
        content.insert(content.end(), mark.begin(), mark.end());
    }
    take(tail_);
    return content;
}

std::string JobLog::tail(std::size_t limit) const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto* half : {&tail_, &head_})
        for (auto piece = half->rbegin(); piece != half->rend() && text.size() < limit; ++piece)
            text.insert(0, as_text(piece->bytes));
    if (text.size() > limit) text.erase(0, text.size() - limit);
    // The cut may go through a character: its remains are no error of the job's.
    while (!text.empty() && (static_cast<std::uint8_t>(text.front()) & 0xc0) == 0x80)
        text.erase(0, 1);
    return to_utf8(text);
}

std::uint64_t JobLog::size_bytes() const {
    const std::lock_guard lock(mutex_);
    return next_offset_;
}

std::uint64_t JobLog::left_out_bytes() const {
    const std::lock_guard lock(mutex_);
    return left_out_bytes_;
}

/// A head that tells the gap, then the engine's own frames.
Result<void> JobLog::save(const std::filesystem::path& file) const {
    Bytes frames(file_head_bytes);
    std::ranges::copy(file_mark, frames.begin());
    {
        const std::lock_guard lock(mutex_);
        const auto head_bytes = head_.empty() ? 0 : head_.back().end();
        put_number(std::span(frames).subspan(file_mark.size()), head_bytes);
        put_number(std::span(frames).subspan(file_mark.size() + 8), left_out_bytes_);
        for (const auto* half : {&head_, &tail_})
            for (const auto& piece : *half)
                sandbox::append_output_frame(frames, piece.stream, piece.bytes);
    }
    return write_file(file, frames, FileMode::secret);
}

Result<void> JobLog::load(const std::filesystem::path& file) {
    const auto content = TRY(read_file(file, 8 * half_bytes_));
    BytesView frames(content);
    std::uint64_t head_bytes = 0, left_out_bytes = 0;
    if (as_text(frames).starts_with(file_mark) && frames.size() >= file_head_bytes) {
        head_bytes = get_number(frames.subspan(file_mark.size()));
        left_out_bytes = get_number(frames.subspan(file_mark.size() + 8));
        frames = frames.subspan(file_head_bytes);
    }
    sandbox::OutputFrameParser parser;
    for (const auto& chunk : TRY(parser.feed(frames))) {
        if (left_out_bytes > 0 && next_offset_ == head_bytes)
            leave_out(std::exchange(left_out_bytes, 0));
        append(chunk.stream, chunk.bytes);
    }
    TRY(parser.finish());
    close();
    return {};
}

void JobLog::leave_out(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    next_offset_ += bytes;
    left_out_bytes_ += bytes;
}

}  // namespace carrot::worker
