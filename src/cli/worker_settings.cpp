#include "cli/worker_settings.hpp"

#include <cstdlib>
#include <limits>

#include "base/file.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t settings_limit_bytes = 1 << 20;

void take_mode(SettingsTable& table, WorkerMode& mode, Mistakes& mistakes) {
    std::string text{name_of(mode)};
    table.take("mode", text);
    if (text == name_of(WorkerMode::paired))
        mode = WorkerMode::paired;
    else if (text != name_of(WorkerMode::autonomous))
        mistakes.add("worker.mode", "\"{}\" is neither \"autonomous\" nor \"paired\"", text);
}

void take_api(SettingsTable& table, WorkerSettings& settings) {
    table.take("address", settings.address);
    table.take("port", settings.port, {.least = std::uint16_t{0}, .most = std::uint16_t{65535}});
    table.take("endpoint", settings.endpoint);
    table.take("tls_certificate", settings.tls_certificate);
    table.take("tls_key", settings.tls_key);
    table.take("allowed_origins", settings.allowed_origins);
    table.take("insecure", settings.insecure);
}

void take_machine(SettingsTable& table, WorkerSettings& settings) {
    table.take("engine", settings.engine);
    table.take("runtime", settings.runtime);
    table.take("python_image", settings.python_image);
    table.take("gpus", settings.gpus);
    table.take("jobs_per_gpu", settings.jobs_per_gpu, {.least = 1u, .most = 64u});
    table.take("gpu_uuids", settings.gpu_uuids);
}

void take_limits(SettingsTable& table, WorkerSettings& settings) {
    table.take("poll_interval_ms", settings.poll_interval_ms, {.least = 50u, .most = 60'000u});
    table.take("stop_grace_s", settings.stop_grace_s, {.least = 1u, .most = 300u});
    table.take("start_limit_s", settings.start_limit_s, {.least = 5u, .most = 3600u});
    table.take("retention_days", settings.retention_days, {.least = 1u, .most = 3650u});
    table.take("inclusion_fee_max_stroops", settings.inclusion_fee_max_stroops,
               {.least = 100u, .most = 1'000'000'000u});
    table.take("log_format", settings.log_format);
}

void take_images(SettingsTable& worker, ImageSettings& images, Mistakes& mistakes) {
    const auto* found = worker.take_table("images");
    if (found == nullptr) return;
    SettingsTable table(*found, worker.full_name("images"), mistakes);
    table.take("allowed", images.allowed);
    table.take("disk_budget_gb", images.disk_budget_gb, {.least = 1u, .most = 1'000'000u});
    table.take("pull_limit_s", images.pull_limit_s, {.least = 10u, .most = 86'400u});
    table.take("stall_limit_s", images.stall_limit_s, {.least = 5u, .most = 3600u});
    table.take("pull_attempts", images.pull_attempts, {.least = 1u, .most = 20u});
    table.take("retry_first_ms", images.retry_first_ms, {.least = 100u, .most = 600'000u});
    table.take("retry_last_ms", images.retry_last_ms, {.least = 100u, .most = 600'000u});
    table.take("local", images.local);
    table.take("max_image_gb", images.max_image_gb, {.least = 1u, .most = 1'000'000u});
    table.take("min_free_disk_gb", images.min_free_disk_gb, {.least = 0u, .most = 1'000'000u});
    table.take("login_files", images.login_files);
    table.take("login_helper_limit_s", images.login_helper_limit_s, {.least = 1u, .most = 300u});
    table.refuse_others();
}

void take_pinning(SettingsTable& store, StoreSettings& settings, Mistakes& mistakes) {
    const auto* found = store.take_table("pinning");
    if (found == nullptr) return;
    for (const auto& [name, node] : *found) {
        const auto full_name = fmt::format("{}.{}", store.full_name("pinning"), name.str());
        if (!node.is_table()) {
            mistakes.add(full_name, "it must be a table: [{}]", full_name);
            continue;
        }
        auto& service = settings.pinning[std::string(name.str())];
        SettingsTable table(*node.as_table(), full_name, mistakes);
        table.take("url", service.url);
        table.take("token_file", service.token_file);
        table.take("origins", service.origins);
        table.refuse_others();
    }
}

void take_store(SettingsTable& worker, StoreSettings& store, Mistakes& mistakes) {
    const auto* found = worker.take_table("store");
    if (found == nullptr) return;
    SettingsTable table(*found, worker.full_name("store"), mistakes);
    table.take("kubo_url", store.kubo_url);
    table.take("kubo_token_file", store.kubo_token_file);
    table.take("kubo_upload", store.kubo_upload);
    table.take("pinata_jwt_file", store.pinata_jwt_file);
    table.take("pinata_upload", store.pinata_upload);
    table.take("copies", store.copies, {.least = 0u, .most = 16u});
    take_pinning(table, store, mistakes);
    table.take("disk_budget_gb", store.disk_budget_gb, {.least = 0u, .most = 1'000'000u});
    table.refuse_others();
}

WorkerSettings take_worker(const toml::table& found, Mistakes& mistakes) {
    WorkerSettings settings;
    SettingsTable table(found, "worker", mistakes);
    take_mode(table, settings.mode, mistakes);
    table.take("provider", settings.provider);
    table.take("key", settings.key);
    table.take("passphrase_file", settings.passphrase_file);
    take_api(table, settings);
    take_machine(table, settings);
    take_limits(table, settings);
    take_images(table, settings.images, mistakes);
    take_store(table, settings.store, mistakes);
    table.refuse_others();
    return settings;
}

void check_networks(SettingsTable& program, Mistakes& mistakes) {
    const auto* networks = program.take_table("networks");
    if (networks == nullptr) return;
    for (const auto& [name, node] : *networks) {
        if (!node.is_table()) continue;  // load_settings() has refused it
        SettingsTable table(*node.as_table(), fmt::format("networks.{}", name.str()), mistakes);
        std::string text;
        for (auto member : {"rpc_url", "passphrase", "gateway_url", "market_file"})
            table.take(member, text);
        std::vector<std::string> gateways;
        table.take("gateways", gateways);
        table.refuse_others();
    }
}

WorkerSettings take_file(const toml::table& file, Mistakes& mistakes) {
    SettingsTable program(file, "", mistakes);
    std::string text;
    for (auto member : {"network", "key", "data_dir"})
        program.take(member, text);
    check_networks(program, mistakes);
    const auto* found = program.take_table("worker");
    auto settings = found == nullptr ? WorkerSettings{} : take_worker(*found, mistakes);
    program.refuse_others();
    return settings;
}

}  // namespace

bool StoreSettings::uses_pinata() const {
    const char* jwt = std::getenv(pinata_jwt_variable);
    return !pinata_jwt_file.empty() || (jwt != nullptr && *jwt != '\0');
}

std::string_view name_of(WorkerMode mode) {
    return mode == WorkerMode::paired ? "paired" : "autonomous";
}

Result<WorkerSettings> load_worker_settings(Mistakes& mistakes) {
    auto content = read_file(mistakes.file(), settings_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found) return WorkerSettings{};
    if (!content) return std::unexpected(std::move(content.error()));
    try {
        return take_file(toml::parse(as_text(*content)), mistakes);
    } catch (const toml::parse_error& error) {
        return fail(ErrorCode::invalid_argument, "read {}: line {}: {}", mistakes.file().native(),
                    error.source().begin.line, error.description());
    }
}

}  // namespace carrot::cli
