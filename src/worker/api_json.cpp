#include "worker/api_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "sandbox/profile.hpp"

namespace carrot::worker {
namespace {

namespace json = boost::json;

json::value time_json(TimePoint time) {
    if (time == TimePoint{}) return nullptr;
    return time.time_since_epoch().count();
}

template <class T>
json::value optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return *value;
}

json::value seconds_json(std::chrono::milliseconds duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

json::value disk_json(const DiskUse& disk) {
    return {{"freeBytes", disk.free_bytes},
            {"sizeBytes", disk.size_bytes},
            {"imagesBytes", disk.images_bytes},
            {"imagesBudgetBytes", disk.images_budget_bytes}};
}

json::array gpus_json(const std::vector<GuardedGpu>& gpus) {
    json::array list;
    for (const auto& gpu : gpus)
        list.push_back({{"gpuId", gpu.on_chain.gpu_id},
                        {"model", gpu.on_chain.model},
                        {"vramGb", gpu.on_chain.vram_gb},
                        {"available", gpu.on_chain.available},
                        {"uuid", gpu.uuid},
                        {"problem", gpu.problem},
                        {"switchedOff", gpu.switched_off}});
    return list;
}

json::array texts(const std::vector<std::string>& values) {
    return json::array(values.begin(), values.end());
}

bool has_option(const sandbox::EngineFacts& facts, std::string_view option) {
    return std::ranges::any_of(facts.security_options, [&](const std::string& given) {
        return given == option || given.starts_with(std::string(option) + ",");
    });
}

}  // namespace

json::object job_json(const JobRecord& job) {
    return {
        {"jobId", job.job_id},
        {"gpuId", job.gpu_id},
        {"consumer", job.consumer},
        {"origin", name_of(job.origin)},
        {"status", job.step == Step::done ? name_of(job.verdict) : "running"},
        {"step", name_of(job.step)},
        {"verdict", name_of(job.verdict)},
        {"reason", job.reason},
        {"attempts", job.attempts},
        {"imageId", job.image_id},
        {"image", job.image_digest},
        {"exitStatus", optional_json(job.exit_status)},
        {"outOfMemory", job.out_of_memory},
        {"outOfTime", job.out_of_time},
        {"startedAt", time_json(job.started_at)},
        {"finishedAt", time_json(job.finished_at)},
        {"updatedAt", time_json(job.updated_at)},
        {"resultHash", job.result_hash},
    };
}

json::object job_json(const JobRecord& job, const std::vector<StepRecord>& steps) {
    auto object = job_json(job);
    json::array list;
    for (const auto& step : steps)
        list.push_back({{"step", name_of(step.step)}, {"at", time_json(step.at)}});
    object["steps"] = std::move(list);
    return object;
}

json::object outcome_json(const JobRecord& job, std::string_view log) {
    const bool success = job.verdict == Verdict::completed;
    json::object answer = {{"success", success},
                           {"jobId", job.job_id},
                           {"result", success ? json::value(job.result_hash) : nullptr},
                           {"resultHash", job.result_hash},
                           {"logs", log},
                           {"image", job.image_digest},
                           {"exitStatus", optional_json(job.exit_status)}};
    if (!success) answer["error"] = {{"code", "job_failed"}, {"message", job.reason}};
    return answer;
}

void add_status_json(json::object& health, const WorkerStatus& status,
                     const Result<DiskUse>& disk) {
    json::array running;
    for (const auto& job : status.running)
        running.push_back({{"jobId", job.job_id},
                           {"gpuId", job.gpu_id},
                           {"step", name_of(job.step)},
                           {"since", time_json(job.since)},
                           {"progress", job.progress}});
    health["runningJobs"] = std::move(running);
    json::object ended;
    for (const auto& [verdict, count] : status.ended)
        ended[name_of(verdict)] = count;
    health["endedJobs"] = std::move(ended);
    health["chainFailure"] = nullptr;
    if (const auto& failure = status.chain_failure)
        health["chainFailure"] = {{"message", failure->message},
                                  {"since", time_json(failure->since)}};
    health["lastTrouble"] = nullptr;
    if (const auto& trouble = status.last_trouble)
        health["lastTrouble"] = {{"message", trouble->message}, {"at", time_json(trouble->at)}};
    health["startedAt"] = time_json(status.started_at);
    health["uptimeSeconds"] = seconds_json(status.uptime);
    health["ledger"] = nullptr;
    if (const auto& ledger = status.ledger)
        health["ledger"] = {{"number", ledger->number},
                            {"closedAt", time_json(ledger->closed_at.value_or(TimePoint{}))},
                            {"ageSeconds", seconds_json(ledger->age)}};
    health["disk"] = disk ? disk_json(*disk) : json::value();
    health["gpus"] = gpus_json(status.gpus);
}

json::object engine_json(const Result<sandbox::EngineFacts>& facts,
                         const Result<sandbox::Image>& python_image, std::string_view runtime) {
    if (!facts) return {{"available", false}, {"error", facts.error().message}};
    const auto missing = sandbox::missing_protections(*facts, runtime);
    return {
        {"available", true},
        {"canSealJobs", missing.empty()},
        {"missingProtections", texts(missing)},
        {"userNamespaces", has_option(*facts, "name=userns")},
        {"rootless", has_option(*facts, "name=rootless")},
        {"weakerProtections", texts(sandbox::weaker_protections(*facts))},
        {"pythonImage", python_image ? json::value(python_image->id) : json::value()},
        {"version", facts->version},
        {"apiVersion", facts->api_version},
        {"operatingSystem", facts->operating_system},
        {"storageDriver", facts->storage_driver},
        {"cgroupVersion", facts->cgroup_version},
        {"runtimes", texts(facts->runtimes)},
    };
}

json::object gpus_json(const sandbox::GpuInventory& inventory) {
    json::array gpus, troubles;
    for (const auto& gpu : inventory.gpus)
        gpus.push_back({{"model", gpu.model},
                        {"uuid", gpu.uuid},
                        {"parentUuid", gpu.parent_uuid},
                        {"pciBusId", gpu.pci_bus_id},
                        {"memoryBytes", gpu.memory_bytes},
                        {"memoryUsedBytes", optional_json(gpu.memory_used_bytes)},
                        {"utilizationPercent", optional_json(gpu.utilization_percent)},
                        {"temperatureCelsius", optional_json(gpu.temperature_celsius)},
                        {"powerMilliwatts", optional_json(gpu.power_milliwatts)}});
    for (const auto& trouble : inventory.troubles)
        troubles.push_back(
            {{"kind", name_of(trouble.kind)}, {"text", trouble.text}, {"remedy", trouble.remedy}});
    json::object object = {{"available", !inventory.gpus.empty()},
                           {"driverVersion", inventory.driver_version},
                           {"cudaVersion", inventory.cuda_version},
                           {"gpus", std::move(gpus)},
                           {"troubles", std::move(troubles)}};
    if (inventory.gpus.empty()) object["error"] = inventory.troubles.front().text;
    return object;
}

}  // namespace carrot::worker
