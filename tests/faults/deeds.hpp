// The worker's dealings with the world, told to the test by lines on stdout:
//
//   before claim          waits for a byte on stdin
//   after claim ok        or "after claim failed"; waits for a byte
//   failed                something else failed: no wait
//
// Each step has one deed that stands for it, the one whose interruption would do most harm.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <mutex>

#include "ipfs/result_store.hpp"
#include "worker/forwarding_parts.hpp"
#include "worker/forwarding_store.hpp"
#include "worker/journal.hpp"

namespace carrot::tests {

class Deeds {
public:
    template <class Deed>
    auto operator()(worker::Step step, Deed deed) {
        const std::lock_guard one_at_a_time(mutex_);
        tell(fmt::format("before {}\n", name_of(step)));
        wait_for_leave();
        auto result = deed();
        tell(fmt::format("after {} {}\n", name_of(step), result ? "ok" : "failed"));
        wait_for_leave();
        return result;
    }

    template <class Deed>
    auto notice(Deed deed) {
        auto result = deed();
        if (!result) tell("failed\n");
        return result;
    }

private:
    /// Short lines come whole, whoever else writes.
    static void tell(const std::string& line) {
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(1);
    }
    static void wait_for_leave() {
        char leave = 0;
        if (::read(STDIN_FILENO, &leave, 1) != 1) ::_exit(1);
    }

    std::mutex mutex_;
};

class ReportedChain final : public worker::ForwardingChain {
public:
    ReportedChain(Chain& chain, Deeds& deeds)
        : ForwardingChain(chain), chain_(chain), deeds_(deeds) {}

    Result<worker::JobId> fetch_job_count(std::stop_token stop) override {
        return deeds_.notice([&] { return chain_.fetch_job_count(stop); });
    }
    Result<worker::ChainJob> fetch_job(worker::JobId job, std::stop_token stop) override {
        return deeds_.notice([&] { return chain_.fetch_job(job, stop); });
    }
    Result<worker::SignedCall> sign(worker::CallKind kind, worker::JobId job,
                                    const std::string& hash, std::stop_token stop) override {
        const auto signing = [&] { return chain_.sign(kind, job, hash, stop); };
        auto call = kind == worker::CallKind::claim ? deeds_(worker::Step::prepare, signing)
                                                    : deeds_.notice(signing);
        if (!call) return call;
        const std::lock_guard lock(mutex_);
        kinds_[call->hash] = kind;
        return call;
    }
    Result<void> settle(const worker::SignedCall& call, std::stop_token stop) override {
        const auto settling = [&] { return chain_.settle(call, stop); };
        const auto step = step_of(call);
        return step ? deeds_(*step, settling) : deeds_.notice(settling);
    }

private:
    /// None when a predecessor signed it.
    std::optional<worker::Step> step_of(const worker::SignedCall& call) {
        const std::lock_guard lock(mutex_);
        const auto kind = kinds_.find(call.hash);
        if (kind == kinds_.end()) return std::nullopt;
        return kind->second == worker::CallKind::claim ? worker::Step::claim : worker::Step::settle;
    }

    Chain& chain_;
    Deeds& deeds_;
    std::mutex mutex_;
    std::map<std::string, worker::CallKind> kinds_;
};

class ReportedEngine final : public worker::ForwardingEngine {
public:
    ReportedEngine(ContainerEngine& engine, Deeds& deeds)
        : ForwardingEngine(engine), engine_(engine), deeds_(deeds) {}

    Result<sandbox::EngineFacts> fetch_facts(std::stop_token stop) override {
        return deeds_.notice([&] { return engine_.fetch_facts(stop); });
    }
    Result<sandbox::ContainerId> create_container(const sandbox::ContainerConfig& config,
                                                  std::stop_token stop) override {
        return deeds_(worker::Step::start, [&] { return engine_.create_container(config, stop); });
    }
    Result<void> start(const sandbox::ContainerId& id, std::stop_token stop) override {
        return deeds_(worker::Step::run, [&] { return engine_.start(id, stop); });
    }
    Result<sandbox::ContainerState> wait(const sandbox::ContainerId& id,
                                         std::stop_token stop) override {
        return deeds_.notice([&] { return engine_.wait(id, stop); });
    }
    Result<sandbox::ContainerState> inspect(std::string_view id, std::stop_token stop) override {
        auto state = engine_.inspect(id, stop);
        if (!state && state.error().code == ErrorCode::unavailable)
            return deeds_.notice([&] { return std::move(state); });
        return state;
    }
    Result<void> remove(const sandbox::ContainerId& id, std::stop_token stop) override {
        return deeds_(worker::Step::clean, [&] { return engine_.remove(id, stop); });
    }

private:
    ContainerEngine& engine_;
    Deeds& deeds_;
};

class ReportedStore final : public worker::ForwardingStore {
public:
    ReportedStore(ResultStore& store, Deeds& deeds) : ForwardingStore(store), deeds_(deeds) {}

    Result<ipfs::Cid> put_bytes(BytesView content, const ipfs::PutOptions& options,
                                std::stop_token stop) override {
        return deeds_(worker::Step::collect,
                      [&] { return ForwardingStore::put_bytes(content, options, stop); });
    }
    Result<ipfs::Cid> put_file(const std::filesystem::path& file, const ipfs::PutOptions& options,
                               std::stop_token stop) override {
        return deeds_(worker::Step::collect,
                      [&] { return ForwardingStore::put_file(file, options, stop); });
    }
    Result<ipfs::Cid> put_directory(const std::filesystem::path& directory,
                                    const ipfs::PutOptions& options,
                                    std::stop_token stop) override {
        return deeds_(worker::Step::collect,
                      [&] { return ForwardingStore::put_directory(directory, options, stop); });
    }
    Result<ipfs::Added> put(const ipfs::AddSource& source, const ipfs::PutOptions& options,
                            std::stop_token stop) override {
        return deeds_(worker::Step::collect,
                      [&] { return ForwardingStore::put(source, options, stop); });
    }

private:
    Deeds& deeds_;
};

}  // namespace carrot::tests
