#include "worker/image_room.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/log.hpp"
#include "market/image_reference.hpp"
#include "worker/image_pull.hpp"

namespace carrot::worker {
namespace {

/// nullopt where the engine doesn't know the name or the id.
Result<std::optional<sandbox::Image>> find_image(sandbox::ContainerEngine& engine,
                                                 const std::string& image,
                                                 const std::stop_token& stop) {
    auto found = engine.inspect_image(image, stop);
    if (!found && found.error().code == ErrorCode::not_found)
        return std::optional<sandbox::Image>();
    return std::optional(TRY(std::move(found)));
}

}  // namespace

ImageLease ImageRoom::lease(const std::string& image_id) {
    const std::lock_guard guard(leases_->mutex);
    ++leases_->counts[image_id];
    return {static_cast<const void*>(this), [leases = leases_, image_id](const void*) {
                const std::lock_guard ending(leases->mutex);
                if (--leases->counts[image_id] == 0) leases->counts.erase(image_id);
            }};
}

bool ImageRoom::is_leased(const std::string& image_id) {
    const std::lock_guard guard(leases_->mutex);
    return leases_->counts.contains(image_id);
}

/// What stands under any name as found is its owner's, and no budget counts it.
Result<ImageRoom::Kept> ImageRoom::kept() {
    const auto images = TRY(shelf_.all());
    Kept kept;
    for (auto image = images.rbegin(); image != images.rend(); ++image) {
        const bool is_owners = std::ranges::any_of(images, [&](const ShelvedImage& other) {
            return other.image_id == image->image_id && other.origin == ImageOrigin::found;
        });
        if (is_owners || image->image_id.empty() ||
            std::ranges::find(kept.image_ids, image->image_id) != kept.image_ids.end())
            continue;
        kept.image_ids.push_back(image->image_id);
        kept.bytes += image->size_bytes;
    }
    std::ranges::reverse(kept.image_ids);
    return kept;
}

Result<void> ImageRoom::make(std::uint64_t bytes, const std::filesystem::path& engine_folder,
                             std::stop_token stop) {
    const std::unique_lock guard(evicting_);
    const auto is_enough = [&](const Kept& kept) {
        const auto free = free_disk_bytes(engine_folder);
        return kept.bytes + bytes <= policy_.disk_budget_bytes &&
               (!free || *free >= policy_.min_free_disk_bytes);
    };
    auto now = TRY(kept());
    for (const auto& image_id : std::vector(now.image_ids)) {
        if (is_enough(now)) return {};
        if (is_leased(image_id)) continue;
        TRY(evict_held(image_id, stop));
        now = TRY(kept());
    }
    if (is_enough(now)) return {};
    if (now.bytes + bytes <= policy_.disk_budget_bytes)
        return fail(ErrorCode::resource_exhausted,
                    "the container engine's disk, {}, has less than {} bytes left: make room",
                    engine_folder.string(), policy_.min_free_disk_bytes);
    return fail(ErrorCode::resource_exhausted,
                "images in use take {} bytes, and with {} more they would pass the disk budget of "
                "{} bytes: raise it, or wait for other jobs",
                now.bytes, bytes, policy_.disk_budget_bytes);
}

Result<bool> ImageRoom::evict(const std::string& image_id, std::stop_token stop) {
    const std::unique_lock guard(evicting_);
    if (is_leased(image_id)) return false;
    return evict_held(image_id, std::move(stop));
}

/// The record goes last, so that a crash in between leaves work to do and no image unknown.
Result<bool> ImageRoom::evict_held(const std::string& image_id, std::stop_token stop) {
    auto names = TRY(shelf_.all());
    std::erase_if(names, [&](const ShelvedImage& name) { return name.image_id != image_id; });
    if (!TRY(remove_names(names, stop))) return false;
    const auto left = TRY(find_image(engine_, image_id, stop));
    // With a name that somebody else gave it, the image is no longer only Carrot's.
    if (left && left->tags.empty()) {
        const auto removed = engine_.remove_image(image_id, stop);
        if (!removed && removed.error().code == ErrorCode::failed_precondition) return false;
        TRY(removed);
    }
    for (const auto& name : names)
        TRY(shelf_.forget(name.reference, image_id));
    log::info("worker", "removed image {}, unused the longest, to make room", image_id);
    return true;
}

/// A name that means another image by now is left to that.
Result<bool> ImageRoom::remove_names(const std::vector<ShelvedImage>& names, std::stop_token stop) {
    for (const auto& name : names) {
        const auto image = TRY(find_image(engine_, name.reference, stop));
        if (!image || image->id != name.image_id) continue;
        const auto removed = engine_.remove_image(name.reference, stop);
        if (!removed && removed.error().code == ErrorCode::failed_precondition) return false;
        TRY(removed);
    }
    return true;
}

Result<void> ImageRoom::settle_intentions(std::stop_token stop) {
    for (const auto& name : TRY(shelf_.all())) {
        if (!name.image_id.empty()) continue;
        const auto image = TRY(find_image(engine_, name.reference, stop));
        if (image)
            TRY(shelf_.put({name.reference, image->id, image->size_bytes, ImageOrigin::pulled}));
        else
            TRY(shelf_.forget(name.reference, {}));
    }
    return {};
}

}  // namespace carrot::worker
