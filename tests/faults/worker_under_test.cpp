#include "faults/worker_under_test.hpp"

#include <signal.h>

#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/sqlite.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

using namespace std::chrono_literals;

constexpr auto look_interval = 10ms;
constexpr auto longest_wait = 60s;
constexpr std::size_t log_limit_bytes = 16 << 20;

}  // namespace

std::string name_of(const Place& place) {
    return fmt::format("{} {}", place.moment == Moment::before ? "before" : "after",
                       name_of(place.step));
}

Patience::Patience() : since_(system_clock().since_boot()) {}

void Patience::check(std::string_view waiting_for) const {
    if (system_clock().since_boot() - since_ < longest_wait) return;
    throw std::runtime_error(fmt::format("waited too long for {}", waiting_for));
}

void WorkerUnderTest::start(const std::string& rpc_url, const std::filesystem::path& engine_socket,
                            const std::string& pins_url) {
    process_ = std::make_unique<Child>(
        std::vector<std::string>{CARROT_FAULTS_PROCESS, "worker", folder_.string(), rpc_url,
                                 engine_socket.string(), pins_url},
        (folder_ / "worker.log").string());
}

void WorkerUnderTest::kill() {
    process_->kill();
    pending_.reset();
}

void WorkerUnderTest::signal(int number) {
    process_->signal(number);
    const auto status = fmt::format("/proc/{}/status", process_->id());
    const auto is_pending = [&] {
        const auto text = read_file(status, 64 * 1024);
        return text && !as_text(*text).contains("ShdPnd:\t0000000000000000");
    };
    for (const Patience patience; is_pending(); patience.check("a signal to be taken"))
        system_clock().sleep_for(look_interval, {});
}

WorkerUnderTest::Report WorkerUnderTest::next_report() {
    const auto line = process_->line(look_interval);
    if (!line) return {};
    return {*line, line->ends_with("failed")};
}

void WorkerUnderTest::answer(const Report& report) {
    if (!report.place.empty() && report.place != "failed") process_->write("+");
}

void WorkerUnderTest::go_on() {
    if (pending_) answer(*pending_);
    pending_.reset();
}

void WorkerUnderTest::run_until(const Place& place, JobId job) {
    go_on();
    const auto wanted = name_of(place);
    for (const Patience patience;; patience.check(wanted)) {
        if (is_done(job)) throw std::runtime_error("the job is done without " + wanted);
        const auto report = next_report();
        if (report.place.starts_with(wanted)) {
            pending_ = report;
            return;
        }
        answer(report);
    }
}

void WorkerUnderTest::let_fail(JobId job) {
    const auto warnings_before = warnings();
    go_on();
    for (const Patience patience; !is_done(job); patience.check("a failure")) {
        const auto report = next_report();
        answer(report);
        if (report.failed || warnings() > warnings_before || process_->has_ended()) return;
    }
}

void WorkerUnderTest::finish(JobId job) {
    go_on();
    for (const Patience patience; !is_done(job); patience.check("a job's end")) {
        answer(next_report());
        if (process_->has_ended()) throw std::runtime_error("the worker has ended: " + log());
    }
}

int WorkerUnderTest::wait_for_end() {
    go_on();
    for (const Patience patience; !process_->has_ended(); patience.check("the worker's end"))
        answer(next_report());
    pending_.reset();
    return process_->wait();
}

bool WorkerUnderTest::is_done(JobId job) {
    const auto file = folder_ / "worker" / "journal.sqlite";
    auto database = sqlite::Database::open(file, {.access = sqlite::Access::read_only});
    if (!database) return false;
    auto select = database->prepare("SELECT 1 FROM job WHERE job_id = ? AND step = 'done'");
    return select && select->bind(job) && select->next().value_or(false);
}

worker::Journal WorkerUnderTest::journal() {
    return need(worker::Journal::open(folder_ / "worker" / "journal.sqlite", system_clock()));
}

worker::JobRecord WorkerUnderTest::record(JobId job) { return need(journal().find(job)); }

std::vector<worker::StepRecord> WorkerUnderTest::steps(JobId job) {
    return need(journal().steps(job));
}

std::string WorkerUnderTest::log() const {
    return std::string(as_text(need(read_file(folder_ / "worker.log", log_limit_bytes))));
}

std::size_t WorkerUnderTest::warnings() const {
    const auto text = log();
    std::size_t count = 0;
    for (auto at = text.find(" warning "); at != text.npos; at = text.find(" warning ", at + 1))
        ++count;
    return count;
}

}  // namespace carrot::tests
