// The images that jobs run in: found, imported or pulled before a job is claimed, pinned to what
// was pulled, and kept within the owner's disk budget.
//
//   auto keeper = TRY(ImageKeeper::open(folder, own_images, policy, engine, clock));
//   auto image = TRY(keeper.ensure(spec, tell_progress, stop));
//   record.image_id = image.image.id;                        // runs, whatever happens to the tag
//   record.image_digest = image.digest;                      // names it to everybody else
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "market/job_spec.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/image_policy.hpp"

namespace carrot::worker {

/// The images that Carrot builds itself.
struct OwnImages {
    std::string python_image = "carrot/python:1";
    /// Imported under that name when the engine doesn't have it; empty: it must be there. Beside it
    /// lie the other images that Carrot builds: carrot/NAME:1 is NAME.tar.
    std::filesystem::path python_image_tar{};
};

/// Keeps an image from eviction while it, or a copy of it, lives. Once a container is made of the
/// image, the engine keeps it.
using ImageLease = std::shared_ptr<const void>;

struct PinnedImage {
    sandbox::Image image;
    /// "name@sha256:…", by which its registry gives this image and no other; empty when it came
    /// from none.
    std::string digest;
    ImageLease lease;
};

/// What a journal keeps of a PinnedImage.
struct ImagePin {
    std::string image_id;
    std::string digest;
};

/// Pulls since the worker started, each counted once however many jobs waited for it.
struct PullCounts {
    std::uint64_t pulled = 0;
    std::uint64_t failed = 0;
    std::uint64_t pulled_bytes = 0;  ///< sizes of the images
};

/// Thread-safe; one a worker. What waits ends with cancelled when its own stop is requested, and
/// with it nobody else's waiting.
class ImageKeeper {
public:
    /// `directory` is the worker's: images.sqlite in it lists what Carrot pulled. invalid_argument
    /// for a policy with mistakes.
    static Result<ImageKeeper> open(const std::filesystem::path& directory, OwnImages own,
                                    ImagePolicy policy, sandbox::ContainerEngine& engine,
                                    Clock& clock);
    ImageKeeper(ImageKeeper&&) noexcept;
    ~ImageKeeper();  ///< ends the pulls that go on

    /// The image of a job's work, which may not be a Message. An image that the engine has under
    /// the job's name is not pulled again: a job that wants another names its digest. Several jobs
    /// that want one image wait for one pull; `on_progress`, which may be empty, is called in the
    /// caller's thread, before the first wait for a registry too.
    ///
    /// Errors that trying again may mend (worker/retry.hpp) are the engine's and the disk's; a
    /// registry's have been tried again already. Final: permission_denied (not on the allow-list,
    /// not the registry's to give to this machine), not_found, failed_precondition (too large, or
    /// no success within the attempts and the time).
    Result<PinnedImage> ensure(const market::JobSpec& spec,
                               const sandbox::OnPullProgress& on_progress, std::stop_token stop);

    /// The same image as before, after a restart. One that is gone is pulled by its digest, never
    /// by its tag. not_found when it is gone and came from no registry.
    Result<PinnedImage> ensure_again(const market::JobSpec& spec, const ImagePin& pin,
                                     const sandbox::OnPullProgress& on_progress,
                                     std::stop_token stop);

    /// What the images that Carrot pulled take, as it counts against the disk budget.
    Result<std::uint64_t> kept_bytes();

    PullCounts pull_counts() const;

private:
    struct Impl;
    explicit ImageKeeper(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::worker
