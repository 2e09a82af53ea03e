#include "worker/api_health.hpp"

#include <algorithm>
#include <optional>

#include "http/json.hpp"
#include "worker/api_json.hpp"
#include "worker/metrics_text.hpp"
#include "worker/openapi.hpp"

namespace carrot::worker {
namespace {

using http::json_response;
using http::Request;
using http::Response;
using Kind = MetricsText::Kind;

const char* mode_of(const Chain& chain) { return chain.can_sign() ? "autonomous" : "paired"; }

const char* status_of(const WorkerStatus& status) {
    if (status.draining) return "draining";
    return status.chain_failure ? "degraded" : "ok";
}

void write_jobs(MetricsText& text, const WorkerStatus& status) {
    text.family("jobs_total", Kind::counter, "Jobs that have ended, by their verdict.");
    for (const auto verdict : {Verdict::completed, Verdict::released, Verdict::failed,
                               Verdict::refused, Verdict::lost}) {
        const auto found = status.ended.find(verdict);
        text.sample({{"verdict", name_of(verdict)}},
                    found == status.ended.end() ? 0 : static_cast<double>(found->second));
    }
    text.family("jobs_running", Kind::gauge, "Jobs that are not done, by their step.");
    for (int i = 0; i < static_cast<int>(Step::done); ++i) {
        const auto step = static_cast<Step>(i);
        const auto count = std::ranges::count(status.running, step, &RunningJob::step);
        text.sample({{"step", name_of(step)}}, static_cast<double>(count));
    }
    text.gauge("draining", "1 while no job is begun any more.", status.draining ? 1 : 0);
}

void write_pulls(MetricsText& text, const PullCounts& pulls) {
    text.family("image_pulls_total", Kind::counter, "Pulls of images for jobs, by outcome.");
    text.sample({{"outcome", "pulled"}}, static_cast<double>(pulls.pulled));
    text.sample({{"outcome", "failed"}}, static_cast<double>(pulls.failed));
    text.counter("image_pulled_bytes_total", "Sizes of the images that were pulled for jobs.",
                 static_cast<double>(pulls.pulled_bytes));
}

void write_chain(MetricsText& text, const WorkerStatus& status, TimePoint now) {
    const auto& failure = status.chain_failure;
    const auto seconds =
        failure ? std::chrono::duration<double>(now - failure->since).count() : 0.0;
    text.gauge("chain_reachable", "0 while the network's node does not answer.", failure ? 0 : 1);
    text.gauge("chain_failing_seconds", "For how long the network's node has not answered.",
               seconds);
    if (!status.ledger) return;
    text.gauge("ledger", "The newest ledger that the network's node told of.",
               status.ledger->number);
    text.gauge("ledger_age_seconds", "Since the network's node told first of that ledger.",
               std::chrono::duration<double>(status.ledger->age).count());
}

void write_disk(MetricsText& text, const Result<DiskUse>& disk) {
    if (!disk) return;
    const auto bytes = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        text.gauge(name, help, static_cast<double>(value));
    };
    bytes("disk_free_bytes", "Free space where the worker's folder is.", disk->free_bytes);
    bytes("disk_size_bytes", "Size of the file system of the worker's folder.", disk->size_bytes);
    bytes("images_bytes", "What the images that were pulled for jobs take.", disk->images_bytes);
    bytes("images_budget_bytes", "What they may take together.", disk->images_budget_bytes);
}

void write_gpus(MetricsText& text, const sandbox::GpuInventory& inventory) {
    text.gauge("gpus", "NVIDIA cards, or MIG devices, that jobs can have.",
               static_cast<double>(inventory.gpus.size()));
    text.gauge("gpu_troubles", "What keeps cards from jobs; GET /check-gpu says what.",
               static_cast<double>(inventory.troubles.size()));
    if (inventory.gpus.empty()) return;
    const auto each = [&](std::string_view name, std::string_view help, auto value_of) {
        text.family(name, Kind::gauge, help);
        for (const auto& gpu : inventory.gpus)
            if (const std::optional<double> value = value_of(gpu))
                text.sample({{"uuid", gpu.uuid}, {"model", gpu.model}}, *value);
    };
    const auto scaled = [](const auto& value, double unit) {
        return value ? std::optional(static_cast<double>(*value) * unit) : std::nullopt;
    };
    each("gpu_memory_bytes", "The card's memory.",
         [](const auto& gpu) { return std::optional(static_cast<double>(gpu.memory_bytes)); });
    each("gpu_utilization_ratio", "How busy the card is, from 0 to 1.",
         [&](const auto& gpu) { return scaled(gpu.utilization_percent, 0.01); });
    each("gpu_temperature_celsius", "The card's temperature.",
         [&](const auto& gpu) { return scaled(gpu.temperature_celsius, 1); });
    each("gpu_power_watts", "What the card draws.",
         [&](const auto& gpu) { return scaled(gpu.power_milliwatts, 0.001); });
}

}  // namespace

Response HealthApi::health(const Request& request) {
    const auto& chain = worker_.parts().chain;
    const auto status = worker_.status();
    boost::json::object answer = {{"status", status_of(status)},
                                  {"version", CARROT_VERSION},
                                  {"mode", mode_of(chain)},
                                  {"provider", chain.provider()},
                                  {"marketplace", chain.marketplace()},
                                  {"network", chain.network()}};
    if (access_.has_token(request)) add_status_json(answer, status, worker_.disk_use());
    return json_response(200, answer);
}

Response HealthApi::metrics(const Request&) {
    const auto status = worker_.status();
    MetricsText text;
    text.family("build_info", Kind::gauge, "Always 1; the labels tell the program.");
    text.sample({{"version", CARROT_VERSION}, {"mode", mode_of(worker_.parts().chain)}}, 1);
    write_jobs(text, status);
    worker_.metrics().write(text);
    write_pulls(text, status.pulls);
    write_chain(text, status, worker_.parts().clock.now());
    write_disk(text, worker_.disk_use());
    text.gauge("uptime_seconds", "Since the worker started.",
               std::chrono::duration<double>(status.uptime).count());
    text.family("gpu_takes_jobs", Kind::gauge, "1 for a registered GPU whose card is here.");
    for (const auto& gpu : status.gpus)
        text.sample({{"gpu", std::to_string(gpu.on_chain.gpu_id)}}, gpu.problem.empty() ? 1 : 0);
    write_gpus(text, machine_.gpus());
    return http::text_response(200, std::move(text).finish(), metrics_content_type);
}

Response HealthApi::document(const Request&) {
    return http::text_response(200, std::string(openapi_document()), "application/json");
}

}  // namespace carrot::worker
