// The worker on a real local network beside the same containers run by hand through the engine's
// API, and how long a job waits between the ledger that has it and its container's start.
//
//   worker_bench [Google Benchmark's options]
//   worker_bench --jobs COUNT [--messages]    many short jobs through one worker: what memory does
//                                             it take? Messages are jobs without a container.
#include <benchmark/benchmark.h>

#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <span>

#include "base/log.hpp"
#include "by_hand.hpp"
#include "worker_market.hpp"

namespace {

using namespace carrot;
using namespace carrot::bench;

constexpr unsigned side_by_side = 8;

double seconds_of(auto&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What this process has taken of the processors.
double cpu_s() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// From the ledger that has the job to the ledger that has its completion, and to the start of its
/// container.
void OneJob(benchmark::State& state) {
    WorkerMarket market(1);
    ByHand by_hand(market);
    RunningWorker worker(market);
    std::vector<double> by_hand_s, worker_s, start_by_hand_s, start_s;
    std::map<worker::Step, std::vector<double>> steps_s;
    std::uint64_t posted = 0;
    for (auto _ : state) {
        std::chrono::duration<double> until_start_by_hand{};
        by_hand_s.push_back(seconds_of([&] { until_start_by_hand = by_hand.run(); }));
        start_by_hand_s.push_back(until_start_by_hand.count());
        const auto job = market.post(0);
        market.wait_for_completions(++posted);
        const std::chrono::duration<double> passed = system_clock().now() - job.in_ledger;
        const std::chrono::duration<double> until_start =
            need(worker->job(job.job)).started_at - job.in_ledger;
        worker_s.push_back(passed.count());
        start_s.push_back(until_start.count());
        state.SetIterationTime(passed.count());
        worker.wait_until_idle();
        const auto steps = need(worker->steps(job.job));
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
            const std::chrono::duration<double> duration = steps[i + 1].at - steps[i].at;
            steps_s[steps[i].step].push_back(duration.count());
        }
    }
    for (const auto& [step, durations_s] : steps_s)
        state.counters[fmt::format("{}_ms", name_of(step))] = median(durations_s) * 1000;
    state.counters["by_hand_ms"] = median(by_hand_s) * 1000;
    state.counters["worker_ms"] = median(worker_s) * 1000;
    state.counters["overhead_ms"] = (median(worker_s) - median(by_hand_s)) * 1000;
    state.counters["by_hand_start_ms"] = median(start_by_hand_s) * 1000;
    state.counters["posted_to_started_ms"] = median(start_s) * 1000;
}
BENCHMARK(OneJob)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(30);

void run_by_hand(ByHand& by_hand, int count) {
    std::atomic<int> left = count;
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < side_by_side; ++i)
        threads.emplace_back([&] {
            while (left-- > 0)
                by_hand.run();
        });
}

void SideBySide(benchmark::State& state) {
    constexpr int jobs = 64;
    WorkerMarket market(side_by_side);
    ByHand by_hand(market);
    std::uint64_t posted = 0;
    std::vector<double> by_hand_s, worker_s, by_hand_cpu_s, worker_cpu_s;
    for (auto _ : state) {
        auto cpu = cpu_s();
        by_hand_s.push_back(seconds_of([&] { run_by_hand(by_hand, jobs); }));
        by_hand_cpu_s.push_back(cpu_s() - cpu);
        for (int i = 0; i < jobs; ++i, ++posted)
            market.post(static_cast<unsigned>(i));
        cpu = cpu_s();
        RunningWorker worker(market);
        worker_s.push_back(seconds_of([&] { worker.wait_until_completed(jobs); }));
        worker_cpu_s.push_back(cpu_s() - cpu);
        if (market.completed() != posted) throw std::runtime_error("not every job was paid");
        state.SetIterationTime(worker_s.back());
    }
    state.counters["worker_cpu_ms_per_job"] = median(worker_cpu_s) * 1000 / jobs;
    state.counters["by_hand_cpu_ms_per_job"] = median(by_hand_cpu_s) * 1000 / jobs;
    state.counters["engine_jobs_per_s"] = jobs / median(by_hand_s);
    state.counters["worker_jobs_per_s"] = jobs / median(worker_s);
    state.counters["fraction_of_engine"] = median(by_hand_s) / median(worker_s);
}
BENCHMARK(SideBySide)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

int run(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    log::set_level(log::Level::warning);
    if (!arguments.empty() && arguments[0] == "--worker") {
        work_in_this_process(arguments);
        return 0;
    }
    if (arguments.size() >= 2 && arguments[0] == "--jobs") {
        const bool messages = arguments.size() == 3 && arguments[2] == "--messages";
        measure_memory(std::stoull(arguments[1]),
                       messages ? WorkerMarket::message() : WorkerMarket::script());
        return 0;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
}
