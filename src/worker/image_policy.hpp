// What an owner allows of images: which, how large, how much disk and time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/registry_logins.hpp"

namespace carrot::worker {

/// Which of the images that the engine has already, and that Carrot neither pulled nor built, a job
/// may name. An image that was made on this machine may hold what its owner would not publish.
enum class LocalImages : std::uint8_t {
    published,  ///< those that their registry gives to this machine; one made here is refused
    any,        ///< all of them, without asking a registry
    only,       ///< all of them, and nothing is ever pulled: for machines without a network
};

struct ImagePolicy {
    /// What jobs may name, as in worker/image_allow_list.hpp: "ghcr.io/me/*". Empty: everything.
    /// The Python image is always allowed.
    std::vector<std::string> allowed{};
    LocalImages local = LocalImages::published;

    /// What the images that Carrot pulled may take together, as the engine counts each: layers that
    /// two share count twice, so that the disk holds at most this.
    std::uint64_t disk_budget_bytes = std::uint64_t{100} << 30;
    /// Of one image: of what is downloaded, and of what it is unpacked.
    std::uint64_t max_image_bytes = std::uint64_t{50} << 30;
    /// A pull that would leave less than this on the engine's disk ends.
    std::uint64_t min_free_disk_bytes = std::uint64_t{5} << 30;

    std::chrono::seconds pull_limit{1800};  ///< for one image, all attempts and pauses together
    /// An attempt in which nothing moves for so long ends.
    std::chrono::seconds stall_limit{120};
    int pull_attempts = 4;                         ///< after failures that may pass
    std::chrono::milliseconds retry_first{1000};   ///< four times as long each time after
    std::chrono::milliseconds retry_last{30'000};  ///< at once, when the registry says "too many"

    /// The engine's own credential stores, the first that knows a registry wins. Empty: pulls as
    /// anybody. Jobs may name what these logins open: an allow-list limits them.
    std::vector<std::filesystem::path> login_files = sandbox::usual_login_files();
    std::chrono::seconds login_helper_limit{30};

    /// Every mistake, a line each: empty when there is none.
    std::vector<std::string> check() const;
};

}  // namespace carrot::worker
