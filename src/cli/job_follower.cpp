#include "cli/job_follower.hpp"

#include <atomic>
#include <thread>

#include "cli/live_log.hpp"
#include "cli/log_door.hpp"

namespace carrot::cli {
namespace {

constexpr std::chrono::milliseconds look_interval{500};
constexpr std::chrono::seconds log_grace{3};  // for the end of a log, once the chain has the job's

/// Shows a running job's logs on a thread of its own until they end or this does.
class LogShow {
public:
    explicit LogShow(Session& session) : session_(session) {}

    ~LogShow() {
        if (!thread_.joinable()) return;
        session_.clock().sleep_for(log_grace, ended_.get_token());
        thread_.request_stop();
    }

    void start(const market::Market& market, const market::Job& job) {
        if (thread_.joinable()) return;
        auto door = find_log_door(session_, market, job);
        if (!door) {
            session_.output().note("  no live logs: {}", door.error().message);
            return;
        }
        thread_ = std::jthread([this, door = *door](std::stop_token stop) {
            LiveLog surroundings{.client = session_.http(),
                                 .clock = session_.clock(),
                                 .output = session_.output(),
                                 .job_has_ended = [this] { return job_has_ended_.load(); }};
            auto outcome = show_live_log(door, surroundings, Follow::until_end, stop);
            if (!outcome && outcome.error().code != ErrorCode::cancelled) {
                session_.output().note("  no live logs: {}", outcome.error().message);
            }
            ended_.request_stop();
        });
    }

    void tell_job_has_ended() { job_has_ended_ = true; }

private:
    Session& session_;
    std::atomic<bool> job_has_ended_ = false;
    std::stop_source ended_;
    std::jthread thread_;
};

}  // namespace

Result<market::Job> follow_job(Session& session, const market::Market& market, market::JobId job_id,
                               const FollowEvents& events) {
    std::optional<market::JobStatus> shown;
    LogShow logs(session);
    while (true) {
        auto job = TRY(market.marketplace().get_job(job_id));
        if (shown != job.status) events.on_status(job);
        shown = job.status;
        if (job.status != market::JobStatus::open && job.claimed_at != 0 && events.show_logs) {
            logs.start(market, job);
        }
        if (is_final(job.status)) {
            logs.tell_job_has_ended();
            return job;
        }
        if (!session.clock().sleep_for(look_interval, session.stop())) {
            return fail(ErrorCode::cancelled,
                        "follow job {0}: stopped on request; it goes on, see 'carrot job show {0}'",
                        job_id);
        }
    }
}

}  // namespace carrot::cli
