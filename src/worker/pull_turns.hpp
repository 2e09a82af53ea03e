// How many images are pulled at a time, and what came of it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/image_keeper.hpp"

namespace carrot::worker {

/// Thread-safe.
class PullTurns {
public:
    /// Pulls when fewer than the limit go on. cancelled when a stop was requested before.
    template <class Pull>
    Result<sandbox::Image> take(Pull pull, const sandbox::OnPullProgress& tell,
                                std::stop_token stop) {
        std::unique_lock lock(mutex_);
        if (pulling_ == at_once && tell) tell({.status = "waiting for other images' pulls"});
        if (!freed_.wait(lock, stop, [&] { return pulling_ < at_once; }))
            return fail(ErrorCode::cancelled, "stopped");
        ++pulling_;
        lock.unlock();
        auto image = pull();
        lock.lock();
        --pulling_;
        note(image);
        freed_.notify_all();
        return image;
    }

    PullCounts counts() const {
        const std::lock_guard lock(mutex_);
        return counts_;
    }

private:
    /// Enough for a slow registry not to hold up another's images.
    static constexpr unsigned at_once = 8;

    void note(const Result<sandbox::Image>& image) {
        if (image) counts_.pulled_bytes += image->size_bytes;
        if (image) ++counts_.pulled;
        if (!image && image.error().code != ErrorCode::cancelled) ++counts_.failed;
    }

    mutable std::mutex mutex_;
    std::condition_variable_any freed_;
    unsigned pulling_ = 0;
    PullCounts counts_;
};

}  // namespace carrot::worker
