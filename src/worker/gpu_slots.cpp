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

std::optional<GpuSlots::Slot> GpuSlots::wait_for(GpuId gpu, JobId job, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto place = waiting_.emplace(gpu, job).first;
    const auto is_next = [&] { return has_room(gpu) && *waiting_.lower_bound({gpu, 0}) == *place; };
    const bool granted = changed_.wait(lock, stop, is_next);
    waiting_.erase(place);
    changed_.notify_all();  // whoever was behind us may be the first
    if (!granted || stop.stop_requested()) return std::nullopt;
    ++taken_[gpu];
    return Slot(*this, gpu);
}

std::size_t GpuSlots::waiting(GpuId gpu) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count(waiting_, gpu, [](const auto& place) { return place.first; }));
}

void GpuSlots::give_back(GpuId gpu) {
    const std::lock_guard lock(mutex_);
    if (--taken_[gpu] == 0) taken_.erase(gpu);
    changed_.notify_all();
}

}  // namespace carrot::worker
