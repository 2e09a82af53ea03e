// A worker's chain and container engine as they are: for tests that come between a few of their
// calls.
#pragma once

#include "sandbox/container_engine.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

class ForwardingChain : public Chain {
public:
    explicit ForwardingChain(Chain& chain) : chain_(chain) {}

    const std::string& network() const override { return chain_.network(); }
    const std::string& marketplace() const override { return chain_.marketplace(); }
    const std::string& provider() const override { return chain_.provider(); }
    bool can_sign() const override { return chain_.can_sign(); }
    Result<std::vector<GpuId>> fetch_gpus(std::stop_token stop) override {
        return chain_.fetch_gpus(stop);
    }
    Result<ChainGpu> fetch_gpu(GpuId gpu, std::stop_token stop) override {
        return chain_.fetch_gpu(gpu, stop);
    }
    Result<void> set_availability(GpuId gpu, bool available, std::stop_token stop) override {
        return chain_.set_availability(gpu, available, stop);
    }
    Result<ChainLedger> fetch_latest_ledger(std::stop_token stop) override {
        return chain_.fetch_latest_ledger(stop);
    }
    Result<JobId> fetch_job_count(std::stop_token stop) override {
        return chain_.fetch_job_count(stop);
    }
    Result<std::vector<ChainJob>> fetch_jobs(JobId first, std::stop_token stop) override {
        return chain_.fetch_jobs(first, stop);
    }
    Result<ChainJob> fetch_job(JobId job, std::stop_token stop) override {
        return chain_.fetch_job(job, stop);
    }
    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& hash,
                            std::stop_token stop) override {
        return chain_.sign(kind, job, hash, stop);
    }
    Result<void> settle(const SignedCall& call, std::stop_token stop) override {
        return chain_.settle(call, stop);
    }

private:
    Chain& chain_;
};

class ForwardingEngine : public sandbox::ContainerEngine {
public:
    explicit ForwardingEngine(ContainerEngine& engine) : engine_(engine) {}

    Result<sandbox::EngineFacts> fetch_facts(std::stop_token stop) override {
        return engine_.fetch_facts(stop);
    }
    Result<sandbox::Image> inspect_image(std::string_view image, std::stop_token stop) override {
        return engine_.inspect_image(image, stop);
    }
    Result<sandbox::Image> pull_image(std::string_view image, const sandbox::PullOptions& options,
                                      std::stop_token stop) override {
        return engine_.pull_image(image, options, stop);
    }
    Result<std::vector<sandbox::Image>> list_images(std::stop_token stop) override {
        return engine_.list_images(stop);
    }
    Result<void> remove_image(std::string_view image, std::stop_token stop) override {
        return engine_.remove_image(image, stop);
    }
    Result<std::string> find_in_registry(std::string_view image,
                                         const std::optional<sandbox::RegistryLogin>& login,
                                         std::stop_token stop) override {
        return engine_.find_in_registry(image, login, stop);
    }
    Result<sandbox::Image> import_image(std::string_view image, const std::filesystem::path& tar,
                                        std::stop_token stop) override {
        return engine_.import_image(image, tar, stop);
    }
    Result<sandbox::ContainerId> create_container(const sandbox::ContainerConfig& config,
                                                  std::stop_token stop) override {
        return engine_.create_container(config, stop);
    }
    Result<std::unique_ptr<sandbox::ContainerOutput>> attach(const sandbox::ContainerId& id,
                                                             std::stop_token stop) override {
        return engine_.attach(id, stop);
    }
    Result<void> follow_logs(const sandbox::ContainerId& id, const sandbox::OnOutput& on_chunk,
                             std::stop_token stop) override {
        return engine_.follow_logs(id, on_chunk, stop);
    }
    Result<void> start(const sandbox::ContainerId& id, std::stop_token stop) override {
        return engine_.start(id, stop);
    }
    Result<sandbox::ContainerState> wait(const sandbox::ContainerId& id,
                                         std::stop_token stop) override {
        return engine_.wait(id, stop);
    }
    Result<void> stop(const sandbox::ContainerId& id, std::chrono::seconds grace,
                      std::stop_token stop) override {
        return engine_.stop(id, grace, stop);
    }
    Result<sandbox::ContainerState> inspect(std::string_view id, std::stop_token stop) override {
        return engine_.inspect(id, stop);
    }
    Result<sandbox::CopySummary> copy_out(const sandbox::ContainerId& id, std::string_view folder,
                                          const std::filesystem::path& destination,
                                          const sandbox::CopyLimits& limits,
                                          std::stop_token stop) override {
        return engine_.copy_out(id, folder, destination, limits, stop);
    }
    Result<void> remove(const sandbox::ContainerId& id, std::stop_token stop) override {
        return engine_.remove(id, stop);
    }
    Result<std::vector<sandbox::ContainerState>> list(const sandbox::Labels& labels,
                                                      std::stop_token stop) override {
        return engine_.list(labels, stop);
    }

private:
    ContainerEngine& engine_;
};

}  // namespace carrot::worker
