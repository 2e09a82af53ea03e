#include "worker/log_feed.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "worker/either_stop.hpp"

namespace carrot::worker {
namespace {

/// One stream's text, cut between characters wherever the job's writes cut it.
class TextCutter {
public:
    std::string feed(BytesView bytes) {
        held_ += as_text(bytes);
        const auto size = complete_size(held_);
        auto text = to_utf8(std::string_view(held_).substr(0, size));
        held_.erase(0, size);
        return text;
    }
    std::string finish() { return to_utf8(std::exchange(held_, {})); }
    std::size_t held_bytes() const { return held_.size(); }

private:
    std::string held_;
};

/// One log on its way to one client.
class LogSender {
public:
    LogSender(const JobLog& log, std::uint64_t offset, http::EventStream& events,
              std::stop_token stop)
        : log_(log), offset_(offset), events_(events), stop_(std::move(stop)) {}

    void send(LogFeeds::Until until) {
        // A wait that is stopped before it begins gives what there is.
        std::stop_source at_once;
        at_once.request_stop();
        const auto patience = until == LogFeeds::Until::now ? at_once.get_token() : stop_;
        while (!stop_.stop_requested()) {
            const bool complete = log_.closed();
            const auto pieces = log_.read(offset_, patience);
            for (const auto& piece : pieces)
                if (!send_piece(piece)) return;
            if (pieces.empty() && (complete || until == LogFeeds::Until::now))
                return send_end(complete);
        }
    }

private:
    bool send_piece(const LogPiece& piece) {
        if (piece.offset > offset_ && !send_gap(piece.offset)) return false;
        offset_ = piece.end();
        const auto stream = piece.stream == StandardStream::output ? 0u : 1u;
        const auto text = cutters_[stream].feed(piece.bytes);
        // Who comes back gets the character whole that this event would have cut.
        return send_text(stream, text, offset_ - cutters_[stream].held_bytes());
    }

    bool send_gap(std::uint64_t end) {
        if (!send_held()) return false;
        const auto missing = end - offset_;
        offset_ = end;
        return push("gap", std::to_string(missing), end);
    }

    bool send_held() {
        for (std::size_t stream = 0; stream < cutters_.size(); ++stream)
            if (!send_text(stream, cutters_[stream].finish(), offset_)) return false;
        return true;
    }

    void send_end(bool complete) {
        if (send_held()) push("end", complete ? "complete" : "running", offset_);
    }

    bool send_text(std::size_t stream, std::string text, std::uint64_t id) {
        constexpr std::array names = {"stdout", "stderr"};
        return text.empty() || push(names[stream], std::move(text), id);
    }

    bool push(const char* name, std::string data, std::uint64_t id) {
        return events_.push_waiting({std::to_string(id), name, std::move(data)}, stop_);
    }

    const JobLog& log_;
    std::uint64_t offset_;
    http::EventStream& events_;
    const std::stop_token stop_;
    std::array<TextCutter, 2> cutters_;
};

}  // namespace

std::shared_ptr<http::EventStream> LogFeeds::add(Wanted wanted) {
    const std::lock_guard lock(mutex_);
    feeds_.remove_if([](const Feed& feed) { return feed.ended->load(); });
    const auto of_job = std::ranges::count(feeds_, wanted.job_id, &Feed::job_id);
    if (feeds_.size() >= feeds_limit || std::cmp_greater_equal(of_job, feeds_per_job_limit))
        return nullptr;
    const auto job_id = wanted.job_id;
    auto stream = std::make_shared<http::EventStream>();
    auto ended = std::make_shared<std::atomic<bool>>(false);
    auto send = [stream, ended, wanted = std::move(wanted)](std::stop_token stop) {
        const EitherStop either(stop, stream->gone());
        LogSender(*wanted.log, wanted.offset, *stream, either.token()).send(wanted.until);
        stream->close();
        ended->store(true);
    };
    feeds_.push_back({job_id, stream, ended, std::jthread(std::move(send))});
    return stream;
}

std::size_t complete_size(std::string_view text) {
    // A character has at most 4 bytes: its first one says how many.
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<std::uint8_t>(text[text.size() - back]);
        if ((byte & 0xc0) == 0x80) continue;
        const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return length > back ? text.size() - back : text.size();
    }
    return text.size();
}

}  // namespace carrot::worker
