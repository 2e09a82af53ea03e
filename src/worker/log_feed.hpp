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
#include "worker/chain.hpp"
#include "worker/job_log.hpp"

namespace carrot::worker {

/// Sends each log on a thread of its own, until its end or until the client is gone. A client that
/// reads slowly holds up nobody else: what the log drops meanwhile is counted and skipped. Events:
///
///   stdout, stderr   text; the id is the log's offset behind it
///   gap              how many bytes the log has left out here, in decimal
///   end              the last: "complete", or "running" when more will come
class LogFeeds {
public:
    static constexpr std::size_t feeds_limit = 64;
    static constexpr std::size_t feeds_per_job_limit = 16;

    enum class Until : std::uint8_t { closed, now };

    struct Wanted {
        JobId job_id = 0;
        std::shared_ptr<const JobLog> log;
        std::uint64_t offset = 0;  ///< where the client goes on
        Until until = Until::closed;
    };

    /// Null when there are too many already, of this job or of all.
    std::shared_ptr<http::EventStream> add(Wanted wanted);

private:
    struct Feed {
        JobId job_id = 0;
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
