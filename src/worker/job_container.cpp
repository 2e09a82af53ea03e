#include "worker/job_container.hpp"

namespace carrot::worker {
namespace {

sandbox::Labels labels_of(const Chain& chain, JobId job) {
    return {{"carrot.network", chain.network()},
            {"carrot.contract", chain.marketplace()},
            {"carrot.job", std::to_string(job)}};
}

}  // namespace

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
