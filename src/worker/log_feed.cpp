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

private:
    std::string held_;
};

void send_log(const JobLog& log, std::uint64_t offset, http::EventStream& events,
              std::stop_token stop) {
    constexpr std::array names = {"stdout", "stderr"};
    std::array<TextCutter, 2> cutters;
    const auto index = [](StandardStream stream) {
        return stream == StandardStream::output ? std::size_t{0} : std::size_t{1};
    };
    const auto send = [&](std::size_t stream, std::string text) {
        return text.empty() ||
               events.push_waiting({std::to_string(offset), names[stream], std::move(text)}, stop);
    };
    for (auto pieces = log.read(offset, stop); !pieces.empty(); pieces = log.read(offset, stop)) {
        for (const auto& piece : pieces) {
            offset = piece.end();
            const auto stream = index(piece.stream);
            if (!send(stream, cutters[stream].feed(piece.bytes))) return;
        }
    }
    for (std::size_t stream = 0; stream < cutters.size(); ++stream)
        if (!send(stream, cutters[stream].finish())) return;
    events.push_waiting({std::to_string(offset), "end", ""}, stop);
}

}  // namespace

std::shared_ptr<http::EventStream> LogFeeds::add(std::shared_ptr<const JobLog> log,
                                                 std::uint64_t offset) {
    const std::lock_guard lock(mutex_);
    feeds_.remove_if([](const Feed& feed) { return feed.ended->load(); });
    if (feeds_.size() >= feeds_limit) return nullptr;
    auto stream = std::make_shared<http::EventStream>();
    auto ended = std::make_shared<std::atomic<bool>>(false);
    auto send = [stream, ended, offset, log = std::move(log)](std::stop_token stop) {
        const EitherStop either(stop, stream->gone());
        send_log(*log, offset, *stream, either.token());
        stream->close();
        ended->store(true);
    };
    feeds_.push_back({stream, ended, std::jthread(std::move(send))});
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
