// A job's log while it runs, from its provider's worker.
#pragma once

#include <functional>
#include <stop_token>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "cli/log_door.hpp"
#include "cli/output.hpp"
#include "http/client.hpp"

namespace carrot::cli {

enum class Follow : std::uint8_t {
    until_end,  ///< waits for what the job will print
    no,         ///< what there is by now
};

/// How a live log ended.
enum class LogEnd : std::uint8_t {
    complete,  ///< all of it was shown
    running,   ///< what there is by now was shown
    cut,       ///< the worker did not come back before the job's end
};

/// What a live log needs of its surroundings.
struct LiveLog {
    http::Client& client;
    Clock& clock;
    Output& output;
    /// Asked after a cut: whether the job has ended, so that waiting for its worker is in vain.
    std::function<bool()> job_has_ended;
};

/// Shows both of the job's outputs, made harmless, and goes on after a cut where it was, for as
/// long as the job runs. At most 64 MiB. Errors: permission_denied (the worker refuses),
/// resource_exhausted, cancelled; invalid_argument for an answer that is no log, a redirect among
/// them.
Result<LogEnd> show_live_log(const LogDoor& door, LiveLog surroundings, Follow follow,
                             std::stop_token stop);

}  // namespace carrot::cli
