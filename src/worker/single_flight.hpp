// Several callers that want one thing share the work for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/result.hpp"

namespace carrot::worker {

/// The work runs on a thread of its own, so that no caller's leaving ends it before the last's.
template <class Value, class Progress>
class SingleFlight {
public:
    using OnProgress = std::function<void(const Progress&)>;
    using Work = std::function<Result<Value>(const OnProgress& tell, std::stop_token stop)>;

    SingleFlight() = default;
    SingleFlight(const SingleFlight&) = delete;

    /// Ends all work, and waits for it; nobody may be waiting in join().
    ~SingleFlight() {
        {
            const std::lock_guard guard(mutex_);
            for (auto& thread : threads_)
                thread.flight->stop.request_stop();
        }
        threads_.clear();
    }

    /// The result of `work`, or of the work for this key that goes on already. `on_progress` is
    /// called in this thread with the newest progress, skipping what came too fast. cancelled when
    /// `stop` is requested; the work goes on as long as somebody else waits for it.
    Result<Value> join(const std::string& key, const Work& work, const OnProgress& on_progress,
                       const std::stop_token& stop) {
        std::list<Thread> ended;  // joined after the lock is given up
        std::unique_lock lock(mutex_);
        collect_ended(ended);
        const auto flight = find_or_start(key, work);
        ++flight->waiters;
        std::uint64_t seen = 0;
        for (;;) {
            flight->changed.wait(lock, stop,
                                 [&] { return flight->result || flight->version != seen; });
            if (flight->result || stop.stop_requested()) break;
            seen = flight->version;
            const auto progress = flight->progress;
            lock.unlock();
            if (on_progress) on_progress(progress);
            lock.lock();
        }
        --flight->waiters;
        // What the result holds on to must not outlive its last taker in here.
        if (flight->result && flight->waiters == 0) return std::move(*flight->result);
        if (flight->result) return *flight->result;
        if (flight->waiters == 0) {
            flight->stop.request_stop();
            forget(key, flight);
        }
        return fail(ErrorCode::cancelled, "stopped");
    }

private:
    struct Flight {
        std::stop_source stop;
        std::condition_variable_any changed;
        std::size_t waiters = 0;
        std::uint64_t version = 0;
        Progress progress{};
        std::optional<Result<Value>> result;
    };
    using FlightPtr = std::shared_ptr<Flight>;
    struct Thread {
        FlightPtr flight;
        std::jthread thread;
    };

    FlightPtr find_or_start(const std::string& key, const Work& work) {
        if (const auto found = flights_.find(key); found != flights_.end()) return found->second;
        auto flight = std::make_shared<Flight>();
        flights_[key] = flight;
        threads_.push_back({flight, std::jthread([this, key, work, flight] {
                                auto result = work(teller(flight), flight->stop.get_token());
                                const std::lock_guard guard(mutex_);
                                flight->result =
                                    flight->waiters > 0
                                        ? std::move(result)
                                        : Result<Value>(fail(ErrorCode::cancelled, "stopped"));
                                forget(key, flight);
                                flight->changed.notify_all();
                            })});
        return flight;
    }

    OnProgress teller(const FlightPtr& flight) {
        return [this, flight](const Progress& progress) {
            const std::lock_guard guard(mutex_);
            flight->progress = progress;
            ++flight->version;
            flight->changed.notify_all();
        };
    }

    /// Whoever comes now starts anew: work that has been told to stop serves nobody.
    void forget(const std::string& key, const FlightPtr& flight) {
        const auto found = flights_.find(key);
        if (found != flights_.end() && found->second == flight) flights_.erase(found);
    }

    void collect_ended(std::list<Thread>& ended) {
        for (auto thread = threads_.begin(); thread != threads_.end();) {
            const auto next = std::next(thread);
            if (thread->flight->result) ended.splice(ended.end(), threads_, thread);
            thread = next;
        }
    }

    std::mutex mutex_;  // guards everything, the flights' members included
    std::map<std::string, FlightPtr> flights_;
    std::list<Thread> threads_;
};

}  // namespace carrot::worker
