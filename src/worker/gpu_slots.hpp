// Which job runs on which GPU, and who is next.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

#include "worker/chain.hpp"

namespace carrot::worker {

/// So many jobs run on a GPU at a time. Thread-safe; outlives its slots.
class GpuSlots {
public:
    /// A place on a GPU, until it is destroyed.
    class Slot {
    public:
        Slot(Slot&& other) noexcept
            : slots_(std::exchange(other.slots_, nullptr)), gpu_(other.gpu_) {}
        Slot& operator=(Slot&&) = delete;
        ~Slot() {
            if (slots_ != nullptr) slots_->give_back(gpu_);
        }

    private:
        friend class GpuSlots;
        Slot(GpuSlots& slots, GpuId gpu) : slots_(&slots), gpu_(gpu) {}
        GpuSlots* slots_;
        GpuId gpu_;
    };

    /// A job that is about to wait for its GPU, until this is destroyed or it waits: jobs with
    /// higher ids that were faster wait for it.
    class Announcement {
    public:
        Announcement(Announcement&& other) noexcept
            : slots_(std::exchange(other.slots_, nullptr)), gpu_(other.gpu_), job_(other.job_) {}
        Announcement& operator=(Announcement&&) = delete;
        ~Announcement() {
            if (slots_ != nullptr) slots_->forget(gpu_, job_);
        }

    private:
        friend class GpuSlots;
        Announcement(GpuSlots& slots, GpuId gpu, JobId job)
            : slots_(&slots), gpu_(gpu), job_(job) {}
        GpuSlots* slots_;
        GpuId gpu_;
        JobId job_;
    };

    explicit GpuSlots(unsigned jobs_per_gpu) : jobs_per_gpu_(jobs_per_gpu) {}

    /// Even on a full GPU: for a job whose container may be running there already.
    Slot take(GpuId gpu);

    /// None when the GPU is full.
    std::optional<Slot> try_take(GpuId gpu);

    Announcement announce(GpuId gpu, JobId job);

    /// Blocks until there is room; of those who wait and who are announced, the job with the lowest
    /// id is the first. None when a stop was requested.
    std::optional<Slot> wait_for(GpuId gpu, JobId job, std::stop_token stop);

    /// How many jobs wait for this GPU, or are announced.
    std::size_t waiting(GpuId gpu) const;

private:
    using Places = std::set<std::pair<GpuId, JobId>>;
    static std::size_t count(const Places& places, GpuId gpu);
    bool has_room(GpuId gpu) const;
    bool is_first(GpuId gpu, JobId job) const;
    void give_back(GpuId gpu);
    void forget(GpuId gpu, JobId job);

    const unsigned jobs_per_gpu_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<GpuId, unsigned> taken_;
    Places waiting_, announced_;
};

}  // namespace carrot::worker
