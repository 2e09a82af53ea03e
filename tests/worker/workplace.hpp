// Everything a worker works with: a chain in memory, a real container engine, a real store.
#pragma once

#include <string>
#include <thread>

#include "ipfs/ipfs.hpp"
#include "support/need.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_engine.hpp"
#include "worker/memory_chain.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

using tests::need;

/// A description whose script is the shell's (see support/test_engine.hpp); `more` are further
/// members.
inline std::string script(std::string_view code, std::string_view more = "") {
    std::string quoted;
    for (const char c : code) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return fmt::format(R"({{"type":"python-script","description":"test","code":"{}"{}}})", quoted,
                       more);
}

class Workplace {
public:
    Workplace() {
        // Container names follow from the job's id: each workplace has its own market.
        static int count = 0;
        chain.marketplace_name = fmt::format("CMARKET{}", ++count);
        options.directory = directory.path() / "worker";
        options.python_image = tests::busybox_image;
        options.poll_interval = std::chrono::milliseconds(10);
        options.retry_first = std::chrono::milliseconds(10);
        options.stop_grace = std::chrono::seconds(1);
    }

    /// Until the job's next step is this one.
    static void wait_for(Worker& worker, JobId job, Step step) {
        for (;;) {
            const auto record = worker.job(job);
            if (record && record->step == step) return;
            system_clock().sleep_for(std::chrono::milliseconds(5), {});
        }
    }

    Worker open() { return need(Worker::open(options, {chain, engine, *store, *clock})); }

    /// Works until the job has come to this end on chain, and nothing is left to do.
    JobRecord work_until(JobId job, ChainStatus status) {
        auto worker = open();
        std::stop_source drain;
        std::jthread thread([&] { need(worker.run(drain.get_token(), {})); });
        chain.wait_for(job, status);
        drain.request_stop();
        thread.join();
        return need(worker.job(job));
    }

    JobRecord completes(std::string description) {
        return work_until(chain.post(0, std::move(description)), ChainStatus::completed);
    }
    JobRecord releases(std::string description) {
        return work_until(chain.post(0, std::move(description)), ChainStatus::cancelled);
    }

    /// What is stored at `hash`, or in a directory there.
    std::string stored(const std::string& hash, std::vector<std::string> names = {}) {
        auto path = need(ipfs::ContentPath::parse(hash));
        path.segments = std::move(names);
        return std::string(as_text(need(ipfs::read_content(store->blocks(), path, 1 << 20))));
    }

    std::size_t containers() {
        return need(engine.list({{"carrot.contract", chain.marketplace()}})).size();
    }

    tests::TemporaryDirectory directory;
    MemoryChain chain;
    sandbox::ContainerEngine& engine = tests::test_engine();
    std::unique_ptr<ipfs::ResultStore> store =
        need(ipfs::open_embedded_store(directory.path() / "store"));
    Clock* clock = &system_clock();
    WorkerOptions options;
};

}  // namespace carrot::worker
