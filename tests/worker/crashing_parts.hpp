// A worker's chain and container engine, with a death at a chosen deed.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "worker/forwarding_parts.hpp"

namespace carrot::worker {

/// Counts what the worker asks of the world, and crashes before or after the deed.
class Crasher {
public:
    enum class Moment { before, after };

    /// `crash` does not come back.
    explicit Crasher(std::function<void()> crash) : crash_(std::move(crash)) {}

    /// The first deed is 1.
    void crash_at(int deed, Moment moment) {
        count_ = 0;
        at_ = deed;
        moment_ = moment;
    }
    void never() { at_ = 0; }

    template <class Deed>
    auto operator()(Deed deed) {
        const bool here = ++count_ == at_;
        if (here && moment_ == Moment::before) crash_();
        auto result = deed();
        if (here) crash_();
        return result;
    }

private:
    std::function<void()> crash_;
    std::atomic<int> count_ = 0;
    int at_ = 0;
    Moment moment_ = Moment::before;
};

class CrashingChain final : public ForwardingChain {
public:
    CrashingChain(Chain& chain, Crasher& crasher)
        : ForwardingChain(chain), chain_(chain), crasher_(crasher) {}

    Result<void> set_availability(GpuId gpu, bool available, std::stop_token stop) override {
        return crasher_([&] { return chain_.set_availability(gpu, available, stop); });
    }
    Result<ChainJob> fetch_job(JobId job, std::stop_token stop) override {
        return crasher_([&] { return chain_.fetch_job(job, stop); });
    }
    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& hash,
                            std::stop_token stop) override {
        return crasher_([&] { return chain_.sign(kind, job, hash, stop); });
    }
    Result<void> settle(const SignedCall& call, std::stop_token stop) override {
        return crasher_([&] { return chain_.settle(call, stop); });
    }

private:
    Chain& chain_;
    Crasher& crasher_;
};

class CrashingOutput final : public sandbox::ContainerOutput {
public:
    CrashingOutput(std::unique_ptr<ContainerOutput> output, Crasher& crasher)
        : output_(std::move(output)), crasher_(crasher) {}
    Result<std::optional<sandbox::OutputChunk>> next(std::stop_token stop) override {
        return crasher_([&] { return output_->next(stop); });
    }

private:
    std::unique_ptr<ContainerOutput> output_;
    Crasher& crasher_;
};

class CrashingEngine final : public ForwardingEngine {
public:
    CrashingEngine(ContainerEngine& engine, Crasher& crasher)
        : ForwardingEngine(engine), engine_(engine), crasher_(crasher) {}

    Result<sandbox::ContainerId> create_container(const sandbox::ContainerConfig& config,
                                                  std::stop_token stop) override {
        return crasher_([&] { return engine_.create_container(config, stop); });
    }
    Result<std::unique_ptr<sandbox::ContainerOutput>> attach(const sandbox::ContainerId& id,
                                                             std::stop_token stop) override {
        return crasher_([&]() -> Result<std::unique_ptr<sandbox::ContainerOutput>> {
            return std::make_unique<CrashingOutput>(TRY(engine_.attach(id, stop)), crasher_);
        });
    }
    Result<void> follow_logs(const sandbox::ContainerId& id, const sandbox::OnOutput& on_chunk,
                             std::stop_token stop) override {
        return crasher_([&] { return engine_.follow_logs(id, on_chunk, stop); });
    }
    Result<void> start(const sandbox::ContainerId& id, std::stop_token stop) override {
        ++starts;
        return crasher_([&] { return engine_.start(id, stop); });
    }
    Result<sandbox::ContainerState> wait(const sandbox::ContainerId& id,
                                         std::stop_token stop) override {
        return crasher_([&] { return engine_.wait(id, stop); });
    }
    Result<sandbox::ContainerState> inspect(std::string_view id, std::stop_token stop) override {
        return crasher_([&] { return engine_.inspect(id, stop); });
    }
    Result<sandbox::CopySummary> copy_out(const sandbox::ContainerId& id, std::string_view folder,
                                          const std::filesystem::path& destination,
                                          const sandbox::CopyLimits& limits,
                                          std::stop_token stop) override {
        return crasher_([&] { return engine_.copy_out(id, folder, destination, limits, stop); });
    }
    Result<void> remove(const sandbox::ContainerId& id, std::stop_token stop) override {
        return crasher_([&] { return engine_.remove(id, stop); });
    }

    int starts = 0;

private:
    ContainerEngine& engine_;
    Crasher& crasher_;
};

}  // namespace carrot::worker
