#include "worker/image_keeper.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "market/image_reference.hpp"
#include "sandbox/registry_logins.hpp"
#include "worker/image_allow_list.hpp"
#include "worker/image_pull.hpp"
#include "worker/image_room.hpp"
#include "worker/image_shelf.hpp"
#include "worker/own_images.hpp"
#include "worker/pull_turns.hpp"
#include "worker/single_flight.hpp"

namespace carrot::worker {
namespace {

using market::ImageReference;
using sandbox::Image;
using sandbox::OnPullProgress;

bool is_missing(const Result<Image>& image) {
    return !image && image.error().code == ErrorCode::not_found;
}

}  // namespace

struct ImageKeeper::Impl {
    Impl(OwnImages own_images, ImagePolicy image_policy, ImageAllowList allow_list,
         ImageShelf opened_shelf, sandbox::ContainerEngine& container_engine, Clock& worker_clock)
        : own(std::move(own_images)),
          policy(std::move(image_policy)),
          allowed(std::move(allow_list)),
          engine(container_engine),
          clock(worker_clock),
          shelf(std::move(opened_shelf)),
          room(shelf, policy, engine) {}

    /// What is pulled for what was asked: the same, or the digest that stands for it.
    struct Wanted {
        ImageReference asked;
        ImageReference pulled;
        ImageOrigin origin = ImageOrigin::pulled;
    };
    struct Found {
        std::optional<PinnedImage> usable{};
        std::optional<Wanted> unproven{};  ///< it is there, but may not be everybody's
    };

    Result<PinnedImage> ensure(const std::string& name, const OnPullProgress& on_progress,
                               std::stop_token stop);
    Result<std::optional<PinnedImage>> find_own(const std::string& name, std::stop_token stop);
    Result<Found> look(const ImageReference& asked, std::stop_token stop);
    Result<PinnedImage> pull(const Wanted& wanted, const OnPullProgress& on_progress,
                             std::stop_token stop);
    Result<PinnedImage> pull_alone(Wanted wanted, const OnPullProgress& tell, std::stop_token stop);
    Result<Image> download(const Wanted& wanted, const std::filesystem::path& engine_folder,
                           const OnPullProgress& tell, std::stop_token stop);
    Result<void> check_size(const Image& image, const std::filesystem::path& engine_folder,
                            std::stop_token stop);
    Result<bool> is_shelved(const std::string& image_id);
    Result<void> settle_once(std::stop_token stop);
    PinnedImage pin(Image image, const ImageReference& asked);

    const OwnImages own;
    const ImagePolicy policy;
    const ImageAllowList allowed;
    sandbox::ContainerEngine& engine;
    Clock& clock;
    ImageShelf shelf;
    ImageRoom room;
    std::mutex settling;
    bool settled = false;  // guarded by settling
    PullTurns turns;
    SingleFlight<PinnedImage, sandbox::PullProgress> pulls;  // ends first
};

/// Under room.hold().
PinnedImage ImageKeeper::Impl::pin(Image image, const ImageReference& asked) {
    auto digest = digest_from(image, asked);
    auto lease = room.lease(image.id);
    return {std::move(image), std::move(digest), std::move(lease)};
}

Result<void> ImageKeeper::Impl::settle_once(std::stop_token stop) {
    const std::lock_guard guard(settling);
    if (!settled) TRY(room.settle_intentions(std::move(stop)));
    settled = true;
    return {};
}

Result<PinnedImage> ImageKeeper::Impl::ensure(const std::string& name,
                                              const OnPullProgress& on_progress,
                                              std::stop_token stop) {
    const auto asked = TRY(market::parse_image_reference(name))
    .normalized();
    if (!allowed.allows(asked))
        return fail(ErrorCode::permission_denied,
                    "image {} is not on this worker's allow-list: ask its owner, or name another",
                    name);
    if (is_own_image(own, name))
        if (auto image = TRY(find_own(name, stop))) return *std::move(image);
    TRY(settle_once(stop));
    auto found = TRY(look(asked, stop));
    if (found.usable) return *std::move(found.usable);
    if (found.unproven) return pull(*found.unproven, on_progress, stop);
    if (policy.local == LocalImages::only)
        return fail(ErrorCode::not_found,
                    "image {} is not on this worker's machine, and it pulls none", name);
    return pull({asked, asked}, on_progress, stop);
}

Result<std::optional<PinnedImage>> ImageKeeper::Impl::find_own(const std::string& name,
                                                               std::stop_token stop) {
    auto image = TRY(find_own_image(engine, own, name, std::move(stop)));
    if (!image) return std::optional<PinnedImage>();
    return PinnedImage{*std::move(image), {}, {}};
}

/// An image that was made on this machine, or that only its owner may have, is nobody else's to run
/// and to read: that it is there is not enough.
Result<ImageKeeper::Impl::Found> ImageKeeper::Impl::look(const ImageReference& asked,
                                                         std::stop_token stop) {
    const auto guard = room.hold();
    auto image = engine.inspect_image(asked.text(), stop);
    if (is_missing(image)) return Found{};
    if (!image) return std::unexpected(std::move(image.error()));
    if (policy.local != LocalImages::published || TRY(shelf.has(asked.text(), image->id))) {
        TRY(shelf.touch(asked.text(), image->id));
        return Found{.usable = pin(*std::move(image), asked)};
    }
    const auto digest = digest_from(*image, asked);
    if (digest.empty())
        return fail(ErrorCode::permission_denied,
                    "image {} was made on this worker's machine, and jobs may use only what a "
                    "registry has: push it there, or let the worker use local images",
                    asked.text());
    return Found{.unproven =
                     Wanted{asked, TRY(market::parse_image_reference(digest)), ImageOrigin::found}};
}

Result<PinnedImage> ImageKeeper::Impl::pull(const Wanted& wanted, const OnPullProgress& on_progress,
                                            std::stop_token stop) {
    const auto work = [this, wanted](const OnPullProgress& tell, std::stop_token ended) {
        return pull_alone(wanted, tell, std::move(ended));
    };
    if (on_progress) on_progress({.status = "asking its registry"});
    return pulls.join(wanted.asked.text(), work, on_progress, stop);
}

Result<PinnedImage> ImageKeeper::Impl::pull_alone(Wanted wanted, const OnPullProgress& tell,
                                                  std::stop_token stop) {
    const auto folder = TRY(find_engine_folder(engine, stop));
    const auto name = wanted.asked.text();
    std::vector<std::string> before;
    for (const auto& image : TRY(engine.list_images(stop)))
        before.push_back(image.id);
    auto image = TRY(download(wanted, folder, tell, stop));
    const auto image_id = image.id;
    std::optional<PinnedImage> pinned;
    {
        const auto guard = room.hold();
        // What was there before stays its owner's, whatever further name it has.
        if (std::ranges::find(before, image_id) != before.end() && !TRY(is_shelved(image_id)))
            wanted.origin = ImageOrigin::found;
        TRY(shelf.put({name, image_id, image.size_bytes, wanted.origin}));
        pinned = pin(std::move(image), wanted.asked);
    }
    if (wanted.origin == ImageOrigin::found) return *std::move(pinned);
    if (auto fits = check_size(pinned->image, folder, stop); !fits) {
        pinned.reset();
        TRY(room.evict(image_id, stop));
        return std::unexpected(std::move(fits.error()));
    }
    return *std::move(pinned);
}

Result<Image> ImageKeeper::Impl::download(const Wanted& wanted,
                                          const std::filesystem::path& engine_folder,
                                          const OnPullProgress& tell, std::stop_token stop) {
    PullTask task {
        .name = wanted.pulled.text(),
        .login =
            TRY(sandbox::find_registry_login(policy.login_files, wanted.pulled.domain,
                                             wanted.pulled.path, policy.login_helper_limit, stop))
        , .engine_folder = engine_folder,
            .make_room = [&](std::uint64_t bytes) { return room.make(bytes, engine_folder, stop); },
            .on_progress = tell
    };
    if (wanted.origin == ImageOrigin::found) {
        TRY(engine.find_in_registry(task.name, task.login, stop));
        return engine.inspect_image(wanted.asked.text(), stop);
    }
    TRY(room.make(0, engine_folder, stop));
    TRY(shelf.intend(wanted.asked.text()));
    log::info("worker", "pulling image {}", task.name);
    const auto pull = [&] { return pull_image(engine, task, policy, clock, stop); };
    auto image = turns.take(pull, tell, stop);
    if (!image) TRY(shelf.forget(wanted.asked.text(), {}));
    return image;
}

/// Compressed layers may hold anything: their size is known when they are unpacked.
Result<void> ImageKeeper::Impl::check_size(const Image& image,
                                           const std::filesystem::path& engine_folder,
                                           std::stop_token stop) {
    if (image.size_bytes > policy.max_image_bytes)
        return fail(ErrorCode::failed_precondition,
                    "image {} unpacks to {} bytes, and {} are allowed", image.id, image.size_bytes,
                    policy.max_image_bytes);
    return room.make(0, engine_folder, std::move(stop));
}

Result<bool> ImageKeeper::Impl::is_shelved(const std::string& image_id) {
    const auto images = TRY(shelf.all());
    return std::ranges::any_of(images, [&](const ShelvedImage& image) {
        return image.image_id == image_id && image.origin == ImageOrigin::pulled;
    });
}

ImageKeeper::ImageKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ImageKeeper::ImageKeeper(ImageKeeper&&) noexcept = default;
ImageKeeper::~ImageKeeper() = default;
Result<std::uint64_t> ImageKeeper::kept_bytes() { return impl_->room.kept_bytes(); }

Result<ImageKeeper> ImageKeeper::open(const std::filesystem::path& directory, OwnImages own,
                                      ImagePolicy policy, sandbox::ContainerEngine& engine,
                                      Clock& clock) {
    if (const auto mistakes = policy.check(); !mistakes.empty())
        return fail(ErrorCode::invalid_argument, "the worker's image settings: {}",
                    fmt::join(mistakes, "; "));
    auto allowed = TRY(ImageAllowList::parse(policy.allowed));
    TRY(make_directories(directory));
    auto shelf = TRY(ImageShelf::open(directory / "images.sqlite"));
    return ImageKeeper(std::make_unique<Impl>(std::move(own), std::move(policy), std::move(allowed),
                                              std::move(shelf), engine, clock));
}

Result<PinnedImage> ImageKeeper::ensure(const market::JobSpec& spec,
                                        const OnPullProgress& on_progress, std::stop_token stop) {
    if (const auto* container = std::get_if<market::ContainerImage>(&spec.work))
        return impl_->ensure(container->image, on_progress, stop);
    const auto& python = impl_->own.python_image;
    if (auto image = TRY(impl_->find_own(python, stop))) return *std::move(image);
    return fail(ErrorCode::not_found,
                "the container engine has no image {} for Python scripts: build it with "
                "images/python/build, or name its tar file with --python-image",
                python);
}

Result<PinnedImage> ImageKeeper::ensure_again(const market::JobSpec& spec, const ImagePin& pin,
                                              const OnPullProgress& on_progress,
                                              std::stop_token stop) {
    {
        const auto guard = impl_->room.hold();
        auto image = impl_->engine.inspect_image(pin.image_id, stop);
        if (!is_missing(image)) {
            auto lease = impl_->room.lease(pin.image_id);
            return PinnedImage {
                TRY(std::move(image))
                , pin.digest, std::move(lease)
            };
        }
    }
    // An image of Carrot's is imported again under another id, and is the same.
    const auto* container = std::get_if<market::ContainerImage>(&spec.work);
    if (!container || is_own_image(impl_->own, container->image))
        return ensure(spec, on_progress, stop);
    if (pin.digest.empty())
        return fail(ErrorCode::not_found,
                    "image {} of the job is gone from this machine, and came from no registry",
                    container->image);
    TRY(impl_->settle_once(stop));
    const auto digest = TRY(market::parse_image_reference(pin.digest));
    auto again = TRY(impl_->pull({digest, digest}, on_progress, stop));
    if (again.image.id != pin.image_id)
        return fail(ErrorCode::corrupt_data, "{} is image {}, and was {} before", pin.digest,
                    again.image.id, pin.image_id);
    return again;
}

PullCounts ImageKeeper::pull_counts() const { return impl_->turns.counts(); }

}  // namespace carrot::worker
