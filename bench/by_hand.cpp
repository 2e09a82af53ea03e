#include "by_hand.hpp"

#include "base/file.hpp"
#include "ipfs/block_store.hpp"
#include "market/job_spec.hpp"
#include "sandbox/output_folder.hpp"
#include "support/test_engine.hpp"
#include "worker/job_container.hpp"
#include "worker/runner_context.hpp"

namespace carrot::bench {
namespace {

const market::JobSpec& spec() {
    static const auto parsed = need(market::parse_job_spec(WorkerMarket::script()));
    return parsed;
}

}  // namespace

ByHand::ByHand(WorkerMarket& market)
    : market_(market),
      facts_(need(market.engine().fetch_facts({}))),
      image_(need(market.engine().inspect_image(tests::busybox_image, {}))),
      script_(market.folder() / "by-hand", 0) {
    need(worker::prepare_files(script_, spec(), market.store().blocks(), worker::boot_id(), {}));
}

std::chrono::milliseconds ByHand::run() {
    const auto begin = system_clock().now();
    auto& engine = market_.engine();
    worker::JobRecord job;
    job.job_id = next_++;
    const worker::JobFolder folder(market_.folder() / "by-hand", job.job_id);
    need(make_directories(folder.root));
    const sandbox::OutputLimits limits{sandbox::output_limit_bytes, sandbox::output_limit_entries};
    need(
        sandbox::create_output_folder(folder.output(), limits, sandbox::job_users(facts_).on_host));
    auto described = worker::describe_container(job, spec(), folder, image_, {}, market_.chain());
    described.script_folder = script_.script();
    const auto id =
        need(engine.create_container(need(sandbox::sealed_container(described, facts_)), {}));
    const auto output = need(engine.attach(id, {}));
    need(engine.start(id, {}));
    while (need(output->next({}))) {
    }
    const auto started_at = need(engine.wait(id, {})).started_at;
    need(make_directories(folder.result()));
    need(engine.copy_out(id, sandbox::output_mount, folder.result(), {}, {}));
    need(engine.remove(id, {}));
    need(worker::remove_files(folder));
    return started_at - begin;
}

}  // namespace carrot::bench
