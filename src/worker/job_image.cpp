#include "worker/job_image.hpp"

#include <thread>

#include "base/log.hpp"

namespace carrot::worker {
namespace {

using sandbox::ContainerEngine;
using sandbox::Image;

bool is_missing(const Result<Image>& image) {
    return !image && image.error().code == ErrorCode::not_found;
}

Result<Image> ensure_python(ContainerEngine& engine, const WorkerOptions& options,
                            std::stop_token stop) {
    auto image = engine.inspect_image(options.python_image, stop);
    if (!is_missing(image)) return image;
    if (options.python_image_tar.empty())
        return fail(ErrorCode::not_found,
                    "the container engine has no image {} for Python scripts: build it with "
                    "`./dev build`, or configure another",
                    options.python_image);
    log::info("worker", "importing the Python image from {}", options.python_image_tar.string());
    return engine.import_image(options.python_image, options.python_image_tar, stop);
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
    auto image = engine.pull_image(name, tell, pulling.get_token());
    const bool cut_off = !image && pulling.stop_requested() && !stop.stop_requested();
    if (!cut_off) return image;
    return fail(ErrorCode::timed_out, "could not pull image {} within {} s", name, limit.count());
}

}  // namespace

Result<Image> ensure_image(ContainerEngine& engine, const market::JobSpec& spec,
                           const WorkerOptions& options, Clock& clock, std::stop_token stop) {
    const auto* container = std::get_if<market::ContainerImage>(&spec.work);
    if (!container) return ensure_python(engine, options, stop);
    auto image = engine.inspect_image(container->image, stop);
    if (!is_missing(image)) return image;
    return pull(engine, container->image, options.pull_limit, clock, stop);
}

}  // namespace carrot::worker
