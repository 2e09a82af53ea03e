#include "worker/gpu_slots.hpp"

#include <algorithm>

namespace carrot::worker {

bool GpuSlots::has_room(GpuId gpu) const {
    const auto taken = taken_.find(gpu);
    return taken == taken_.end() || taken->second < jobs_per_gpu_;
}

GpuSlots::Slot GpuSlots::take(GpuId gpu) {
    const std::lock_guard lock(mutex_);
    ++taken_[gpu];
    return {*this, gpu};
}

std::optional<GpuSlots::Slot> GpuSlots::try_take(GpuId gpu) {
    const std::lock_guard lock(mutex_);
    if (!has_room(gpu)) return std::nullopt;
    ++taken_[gpu];
    return Slot(*this, gpu);
}

GpuSlots::Announcement GpuSlots::announce(GpuId gpu, JobId job) {
    const std::lock_guard lock(mutex_);
    announced_.emplace(gpu, job);
    return {*this, gpu, job};
}

void GpuSlots::forget(GpuId gpu, JobId job) {
    const std::lock_guard lock(mutex_);
    if (announced_.erase({gpu, job}) > 0) changed_.notify_all();
}

/// No job with a lower id waits for the GPU, or is about to.
bool GpuSlots::is_first(GpuId gpu, JobId job) const {
    const auto no_lower = [&](const Places& places) {
        const auto lowest = places.lower_bound({gpu, 0});
        return lowest == places.end() || *lowest >= std::pair(gpu, job);
    };
    return no_lower(waiting_) && no_lower(announced_);
}

std::optional<GpuSlots::Slot> GpuSlots::wait_for(GpuId gpu, JobId job, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto place = waiting_.emplace(gpu, job).first;
    announced_.erase(*place);
    const bool granted =
        changed_.wait(lock, stop, [&] { return has_room(gpu) && is_first(gpu, job); });
    waiting_.erase(place);
    changed_.notify_all();  // whoever was behind us may be the first
    if (!granted || stop.stop_requested()) return std::nullopt;
    ++taken_[gpu];
    return Slot(*this, gpu);
}

std::size_t GpuSlots::count(const Places& places, GpuId gpu) {
    return static_cast<std::size_t>(
        std::ranges::count(places, gpu, [](const auto& place) { return place.first; }));
}

std::size_t GpuSlots::waiting(GpuId gpu) const {
    const std::lock_guard lock(mutex_);
    return count(waiting_, gpu) + count(announced_, gpu);
}

void GpuSlots::give_back(GpuId gpu) {
    const std::lock_guard lock(mutex_);
    if (--taken_[gpu] == 0) taken_.erase(gpu);
    changed_.notify_all();
}

}  // namespace carrot::worker
