// Job logs to HTTP clients, as server-sent events.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "http/event_stream.hpp"
#include "worker/job_log.hpp"

namespace carrot::worker {

/// Sends each log on a thread of its own, until its end or until the client is gone. Events are
/// "stdout" and "stderr", with text and the offset behind it as id, and at last one "end".
class LogFeeds {
public:
    static constexpr std::size_t feeds_limit = 64;

    /// Null when there are too many already. `offset`: where the client goes on.
    std::shared_ptr<http::EventStream> add(std::shared_ptr<const JobLog> log, std::uint64_t offset);

private:
    struct Feed {
        std::shared_ptr<http::EventStream> stream;
        std::shared_ptr<std::atomic<bool>> ended;
        std::jthread thread;
    };
    std::mutex mutex_;
    std::list<Feed> feeds_;
};

/// How many bytes of `text` are left when a character that it ends within is taken away.
std::size_t complete_size(std::string_view text);

}  // namespace carrot::worker
