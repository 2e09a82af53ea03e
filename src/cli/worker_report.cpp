#include "cli/worker_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "http/json.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t jobs_shown = 10;
/// Stellar closes a ledger every five seconds or so.
constexpr std::int64_t old_ledger_s = 60;

struct RunningJob {
    using json_names = http::CamelCase;
    std::uint32_t job_id = 0;
    std::uint32_t gpu_id = 0;
    std::string step;
    std::optional<std::int64_t> since;
    std::string progress;
};
BOOST_DESCRIBE_STRUCT(RunningJob, (), (job_id, gpu_id, step, since, progress))

struct ChainFailure {
    std::string message;
    std::int64_t since = 0;
};
BOOST_DESCRIBE_STRUCT(ChainFailure, (), (message, since))

struct Trouble {
    std::string message;
    std::int64_t at = 0;
};
BOOST_DESCRIBE_STRUCT(Trouble, (), (message, at))

struct Ledger {
    using json_names = http::CamelCase;
    std::uint32_t number = 0;
    std::int64_t age_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(Ledger, (), (number, age_seconds))

struct Disk {
    using json_names = http::CamelCase;
    std::uint64_t free_bytes = 0, size_bytes = 0, images_bytes = 0, images_budget_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Disk, (), (free_bytes, size_bytes, images_bytes, images_budget_bytes))

struct RegisteredGpu {
    using json_names = http::CamelCase;
    std::uint32_t gpu_id = 0;
    std::string model;
    bool available = false;
    std::string uuid;
    std::string problem;
    bool switched_off = false;
};
BOOST_DESCRIBE_STRUCT(RegisteredGpu, (), (gpu_id, model, available, uuid, problem, switched_off))

struct WorkerHealth {
    using json_names = http::CamelCase;
    std::string status, version, mode, provider;
    std::vector<RunningJob> running_jobs;
    std::map<std::string, std::uint64_t> ended_jobs;
    std::optional<ChainFailure> chain_failure;
    std::optional<Trouble> last_trouble;
    std::int64_t uptime_seconds = 0;
    std::optional<Ledger> ledger;
    std::optional<Disk> disk;
    std::vector<RegisteredGpu> gpus;
};
BOOST_DESCRIBE_STRUCT(WorkerHealth, (),
                      (status, version, mode, provider, running_jobs, ended_jobs, chain_failure,
                       last_trouble, uptime_seconds, ledger, disk, gpus))

struct Card {
    using json_names = http::CamelCase;
    std::string uuid;
    std::optional<std::uint32_t> utilization_percent, temperature_celsius, power_milliwatts;
};
BOOST_DESCRIBE_STRUCT(Card, (), (uuid, utilization_percent, temperature_celsius, power_milliwatts))

struct CardTrouble {
    std::string text, remedy;
};
BOOST_DESCRIBE_STRUCT(CardTrouble, (), (text, remedy))

struct Cards {
    std::vector<Card> gpus;
    std::vector<CardTrouble> troubles;
};
BOOST_DESCRIBE_STRUCT(Cards, (), (gpus, troubles))

struct EndedJob {
    using json_names = http::CamelCase;
    std::uint32_t job_id = 0, gpu_id = 0;
    std::string status, reason, result_hash;
    std::optional<std::int64_t> updated_at;
};
BOOST_DESCRIBE_STRUCT(EndedJob, (), (job_id, gpu_id, status, reason, result_hash, updated_at))

struct JobList {
    std::vector<EndedJob> jobs;
};
BOOST_DESCRIBE_STRUCT(JobList, (), (jobs))

/// "3 min 05 s": of Unix milliseconds until now; a clock that jumped back makes it nothing.
std::string since(std::int64_t unix_ms, TimePoint now) {
    const std::chrono::milliseconds past =
        now.time_since_epoch() - std::chrono::milliseconds(unix_ms);
    return to_text(std::max(past, std::chrono::milliseconds(0)));
}

std::string status_in_colour(const std::string& status, const Paint& paint) {
    return paint(status == "ok" ? Ink::green : Ink::yellow, printable(status));
}

/// The lines above the tables.
class Lines {
public:
    explicit Lines(const Paint& paint) : paint_(paint) {}

    void add(std::string_view name, std::string_view value) {
        text_ += fmt::format("{} {}\n", paint_(Ink::dim, fmt::format("{:<9}", name)), value);
    }
    std::string take() && { return std::move(text_); }

private:
    const Paint& paint_;
    std::string text_;
};

std::string ledger_line(const Ledger& ledger) {
    const auto age = to_text(std::chrono::seconds(ledger.age_seconds));
    const auto* remark = ledger.age_seconds > old_ledger_s
                             ? ": the node lags behind, or the network stands still"
                             : "";
    return fmt::format("ledger {}, first seen {} ago{}", ledger.number, age, remark);
}

std::string ended_line(const std::map<std::string, std::uint64_t>& ended) {
    std::string text;
    for (const auto& [verdict, count] : ended)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, printable(verdict));
    return text.empty() ? "none has ended yet" : text;
}

std::string running_line(const RunningJob& job, TimePoint now) {
    auto text = fmt::format("job {} on GPU {}: {}", job.job_id, job.gpu_id, printable(job.step));
    if (job.since) text += " for " + since(*job.since, now);
    if (!job.progress.empty()) text += ": " + printable(job.progress);
    return text;
}

std::string summary(const WorkerHealth& health, TimePoint now, const Paint& paint) {
    Lines lines(paint);
    lines.add("worker", fmt::format("{}, {}, up for {}", status_in_colour(health.status, paint),
                                    printable(health.mode),
                                    to_text(std::chrono::seconds(health.uptime_seconds))));
    lines.add("provider", printable(health.provider));
    if (const auto& failure = health.chain_failure)
        lines.add("network",
                  paint(Ink::red, fmt::format("silent for {}: {}", since(failure->since, now),
                                              printable(failure->message))));
    else
        lines.add("network", health.ledger ? ledger_line(*health.ledger) : "not asked yet");
    if (const auto& disk = health.disk) {
        lines.add("disk", fmt::format("{} free of {}", to_text_bytes(disk->free_bytes),
                                      to_text_bytes(disk->size_bytes)));
        lines.add("images", fmt::format("{} of {}", to_text_bytes(disk->images_bytes),
                                        to_text_bytes(disk->images_budget_bytes)));
    }
    lines.add("jobs", ended_line(health.ended_jobs));
    for (const auto& job : health.running_jobs)
        lines.add("at work", running_line(job, now));
    if (const auto& trouble = health.last_trouble)
        lines.add("trouble",
                  fmt::format("{} ago: {}", since(trouble->at, now), printable(trouble->message)));
    return std::move(lines).take();
}

std::string or_dash(const std::optional<std::uint32_t>& value, std::uint32_t unit = 1) {
    return value ? std::to_string(*value / unit) : "-";
}

std::string on_market(const RegisteredGpu& gpu) {
    if (gpu.available) return "yes";
    return gpu.switched_off ? "no: by the worker" : "no: by its owner";
}

std::string gpus_table(const std::vector<RegisteredGpu>& gpus, const Cards& cards,
                       const Paint& paint) {
    if (gpus.empty()) return "no GPU of this provider yet: 'carrot gpu register'\n";
    Table table({{"GPU", Table::Align::right},
                 {"MODEL"},
                 {"ON THE MARKET"},
                 {"BUSY %", Table::Align::right},
                 {"°C", Table::Align::right},
                 {"W", Table::Align::right},
                 {"TAKES JOBS"}});
    for (const auto& gpu : gpus) {
        const auto found = std::ranges::find(cards.gpus, gpu.uuid, &Card::uuid);
        const auto card = found == cards.gpus.end() ? Card{} : *found;
        table.add_row({std::to_string(gpu.gpu_id), gpu.model, on_market(gpu),
                       or_dash(card.utilization_percent), or_dash(card.temperature_celsius),
                       or_dash(card.power_milliwatts, 1000),
                       gpu.problem.empty() ? "yes" : "no: " + gpu.problem});
    }
    return table.to_text(paint);
}

/// What mends cards, where one is missing.
std::string card_remedies(const std::vector<RegisteredGpu>& gpus, const Cards& cards) {
    std::string text;
    if (std::ranges::all_of(gpus, [](const auto& gpu) { return gpu.problem.empty(); })) return text;
    for (const auto& trouble : cards.troubles)
        text += fmt::format("{}{}\n", printable(trouble.text),
                            trouble.remedy.empty() ? "" : " → " + printable(trouble.remedy));
    return text;
}

std::string jobs_table(const std::vector<EndedJob>& jobs, TimePoint now, const Paint& paint) {
    if (jobs.empty()) return "no jobs yet\n";
    Table table({{"JOB", Table::Align::right},
                 {"GPU", Table::Align::right},
                 {"STATUS"},
                 {"AGO"},
                 {"RESULT, OR WHY NOT"}});
    for (const auto& job : jobs) {
        if (&job == &jobs.front() + jobs_shown) break;
        table.add_row({std::to_string(job.job_id), std::to_string(job.gpu_id), job.status,
                       job.updated_at ? since(*job.updated_at, now) : "-",
                       job.reason.empty() ? job.result_hash : job.reason});
    }
    return table.to_text(paint);
}

}  // namespace

Result<std::string> worker_report(const WorkerAnswers& answers, TimePoint now, const Paint& paint) {
    const auto health = TRY(with_context(http::from_json<WorkerHealth>(answers.health), "/health"));
    const auto jobs = TRY(with_context(http::from_json<JobList>(answers.jobs), "/jobs"));
    const auto cards = TRY(with_context(http::from_json<Cards>(answers.check_gpu), "/check-gpu"));
    return fmt::format("{}\n{}{}\n{}", summary(health, now, paint),
                       gpus_table(health.gpus, cards, paint), card_remedies(health.gpus, cards),
                       jobs_table(jobs.jobs, now, paint));
}

}  // namespace carrot::cli
