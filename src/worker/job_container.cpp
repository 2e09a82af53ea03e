#include "worker/job_container.hpp"

#include <charconv>

namespace carrot::worker {
namespace {

constexpr const char* job_label = "carrot.job";

sandbox::Labels labels_of(const Chain& chain, JobId job) {
    auto labels = market_labels(chain);
    labels[job_label] = std::to_string(job);
    return labels;
}

}  // namespace

sandbox::Labels market_labels(const Chain& chain) {
    return {{"carrot.network", chain.network()}, {"carrot.contract", chain.marketplace()}};
}

std::optional<JobId> job_of(const sandbox::ContainerState& container) {
    const auto label = container.labels.find(job_label);
    if (label == container.labels.end()) return std::nullopt;
    const auto& text = label->second;
    JobId job = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), job);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return job;
}

std::string container_name(const Chain& chain, JobId job) {
    return fmt::format("carrot-{}-{}", chain.marketplace(), job);
}

sandbox::JobContainer describe_container(const JobRecord& job, const market::JobSpec& spec,
                                         const JobFolder& folder, const sandbox::Image& image,
                                         const WorkerOptions& options, const Chain& chain) {
    sandbox::JobContainer container;
    container.name = container_name(chain, job.job_id);
    container.labels = labels_of(chain, job.job_id);
    container.image = image.id;
    container.image_volumes = image.volumes;
    container.env = spec.env;
    container.output_folder = folder.output();
    container.memory_gb = spec.memory_gb;
    container.cpus = spec.cpus;
    container.runtime = options.runtime;
    if (!spec.inputs.empty()) container.inputs_folder = folder.inputs();
    if (const auto* work = std::get_if<market::ContainerImage>(&spec.work)) {
        container.command = work->args;
    } else {
        container.script_folder = folder.script();
        container.entrypoint = {"python3", "-u",
                                fmt::format("{}/{}", sandbox::script_mount, script_name)};
    }
    return container;
}

}  // namespace carrot::worker
