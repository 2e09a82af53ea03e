// Room for images: what is in use is kept, and of what Carrot pulled the longest unused goes first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/image_keeper.hpp"
#include "worker/image_policy.hpp"
#include "worker/image_shelf.hpp"

namespace carrot::worker {

/// Thread-safe.
class ImageRoom {
public:
    ImageRoom(ImageShelf& shelf, const ImagePolicy& policy, sandbox::ContainerEngine& engine)
        : shelf_(shelf), policy_(policy), engine_(engine) {}

    /// While it is held nothing is evicted: between finding an image and leasing it.
    std::shared_lock<std::shared_mutex> hold() { return std::shared_lock(evicting_); }

    /// An image with a lease is not evicted. Call it under hold().
    ImageLease lease(const std::string& image_id);

    /// Evicts until the images that Carrot pulled and `bytes` more are within the disk budget, and
    /// the engine's folder has the free space that the policy asks for. resource_exhausted when
    /// what is in use takes the room.
    Result<void> make(std::uint64_t bytes, const std::filesystem::path& engine_folder,
                      std::stop_token stop);

    /// What counts against the disk budget.
    Result<std::uint64_t> kept_bytes() {
        return TRY(kept())
        .bytes;
    }

    /// Removes an image that Carrot pulled, with all names that it gave; false when it is in use.
    Result<bool> evict(const std::string& image_id, std::stop_token stop);

    /// Takes over what pulls left that a crash cut off from their record.
    Result<void> settle_intentions(std::stop_token stop);

private:
    struct Kept {
        std::uint64_t bytes = 0;
        std::vector<std::string> image_ids;  ///< each once, the longest unused first
    };
    Result<Kept> kept();
    Result<bool> evict_held(const std::string& image_id, std::stop_token stop);
    Result<bool> remove_names(const std::vector<ShelvedImage>& names, std::stop_token stop);
    bool is_leased(const std::string& image_id);

    ImageShelf& shelf_;
    const ImagePolicy& policy_;
    sandbox::ContainerEngine& engine_;
    std::shared_mutex evicting_;
    struct Leases {
        std::mutex mutex;
        std::map<std::string, std::size_t> counts;
    };
    std::shared_ptr<Leases> leases_ = std::make_shared<Leases>();
};

}  // namespace carrot::worker
