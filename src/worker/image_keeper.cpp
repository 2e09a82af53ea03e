#include "worker/image_keeper.hpp"

#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "base/log.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerEngine;
using sandbox::Image;

bool is_missing(const Result<Image>& image) {
    return !image && image.error().code == ErrorCode::not_found;
}

/// The tar file of carrot/NAME:1, where it is there; else empty. A name with a folder in it is none
/// of ours.
std::filesystem::path tar_of_own_image(const OwnImages& own, std::string_view image) {
    constexpr std::string_view owner = "carrot/";
    constexpr std::string_view version = ":1";
    if (own.python_image_tar.empty()) return {};
    if (!image.starts_with(owner) || !image.ends_with(version)) return {};
    image.remove_prefix(owner.size());
    image.remove_suffix(version.size());
    if (image.find_first_of("/:@") != std::string_view::npos) return {};
    const auto tar = own.python_image_tar.parent_path() / fmt::format("{}.tar", image);
    std::error_code unreadable;
    return std::filesystem::is_regular_file(tar, unreadable) ? tar : std::filesystem::path();
}

Result<Image> import_tar(ContainerEngine& engine, const std::string& image,
                         const std::filesystem::path& tar, std::stop_token stop) {
    log::info("worker", "importing image {} from {}", image, tar.string());
    return engine.import_image(image, tar, stop);
}

Result<Image> ensure_python(ContainerEngine& engine, const OwnImages& own, std::stop_token stop) {
    auto image = engine.inspect_image(own.python_image, stop);
    if (!is_missing(image)) return image;
    if (own.python_image_tar.empty())
        return fail(ErrorCode::not_found,
                    "the container engine has no image {} for Python scripts: build it with "
                    "images/python/build, or name its tar file with --python-image",
                    own.python_image);
    return import_tar(engine, own.python_image, own.python_image_tar, stop);
}

Result<Image> pull(ContainerEngine& engine, const std::string& name, std::chrono::seconds limit,
                   Clock& clock, std::stop_token stop) {
    log::info("worker", "pulling image {}", name);
    std::stop_source pulling;
    const std::stop_callback forward(stop, [&] { pulling.request_stop(); });
    const std::jthread timer([&](std::stop_token ended) {
        if (clock.sleep_for(limit, ended)) pulling.request_stop();
    });
    std::uint64_t told_percent = 0;
    const auto tell = [&](const sandbox::PullProgress& progress) {
        if (progress.total_bytes == 0) return;
        const auto percent = progress.done_bytes * 100 / progress.total_bytes;
        if (percent < told_percent + 10) return;
        told_percent = percent;
        log::info("worker", "pulling image {}: {} % of {} bytes", name, percent,
                  progress.total_bytes);
    };
    auto image = engine.pull_image(name, {.on_progress = tell}, pulling.get_token());
    const bool cut_off = !image && pulling.stop_requested() && !stop.stop_requested();
    if (!cut_off) return image;
    return fail(ErrorCode::timed_out, "could not pull image {} within {} s", name, limit.count());
}

std::string digest_of(const Image& image) {
    return image.digests.empty() ? std::string() : image.digests.front();
}

}  // namespace

struct ImageKeeper::Impl {
    OwnImages own;
    ImagePolicy policy;
    ContainerEngine& engine;
    Clock& clock;

    Result<Image> ensure(const market::JobSpec& spec, std::stop_token stop) {
        const auto* container = std::get_if<market::ContainerImage>(&spec.work);
        if (!container) return ensure_python(engine, own, stop);
        auto image = engine.inspect_image(container->image, stop);
        if (!is_missing(image)) return image;
        if (const auto tar = tar_of_own_image(own, container->image); !tar.empty())
            return import_tar(engine, container->image, tar, stop);
        return pull(engine, container->image, policy.pull_limit, clock, stop);
    }
};

ImageKeeper::ImageKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ImageKeeper::ImageKeeper(ImageKeeper&&) noexcept = default;
ImageKeeper::~ImageKeeper() = default;

Result<ImageKeeper> ImageKeeper::open(const std::filesystem::path&, OwnImages own,
                                      ImagePolicy policy, ContainerEngine& engine, Clock& clock) {
    if (const auto mistakes = policy.check(); !mistakes.empty())
        return fail(ErrorCode::invalid_argument, "{}", mistakes.front());
    return ImageKeeper(
        std::make_unique<Impl>(Impl{std::move(own), std::move(policy), engine, clock}));
}

Result<PinnedImage> ImageKeeper::ensure(const market::JobSpec& spec, const sandbox::OnPullProgress&,
                                        std::stop_token stop) {
    auto image = TRY(impl_->ensure(spec, stop));
    auto digest = digest_of(image);
    return PinnedImage{std::move(image), std::move(digest), nullptr};
}

Result<PinnedImage> ImageKeeper::ensure_again(const market::JobSpec& spec, const ImagePin& pin,
                                              const sandbox::OnPullProgress& on_progress,
                                              std::stop_token stop) {
    auto image = impl_->engine.inspect_image(pin.image_id, stop);
    // The Python image is imported again under another id.
    if (is_missing(image)) return ensure(spec, on_progress, stop);
    return PinnedImage {
        TRY(std::move(image))
        , pin.digest, nullptr
    };
}

}  // namespace carrot::worker
