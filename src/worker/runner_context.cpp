#include "worker/runner_context.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

constexpr auto facts_hold = 60s;
constexpr std::size_t boot_id_limit_bytes = 100;

}  // namespace

Result<sandbox::EngineFacts> KnownEngine::facts(std::stop_token stop) {
    const std::lock_guard lock(mutex_);
    if (facts_ && clock_.since_boot() - asked_at_ < facts_hold) return *facts_;
    facts_ = TRY(engine_.fetch_facts(stop));
    asked_at_ = clock_.since_boot();
    return *facts_;
}

std::string boot_id() {
    const auto content = read_file("/proc/sys/kernel/random/boot_id", boot_id_limit_bytes);
    if (!content) return {};
    std::string id(as_text(*content));
    while (id.ends_with('\n'))
        id.pop_back();
    return id;
}

RunnerContext::RunnerContext(const WorkerOptions& worker_options, const WorkerParts& worker_parts,
                             Journal& opened_journal, ImageKeeper& opened_images)
    : options(worker_options),
      parts(worker_parts),
      journal(opened_journal),
      images(opened_images),
      slots(std::max(worker_options.jobs_per_gpu, 1u)),
      engine(worker_parts.engine, worker_parts.clock),
      boot_id(worker::boot_id()) {}

}  // namespace carrot::worker
