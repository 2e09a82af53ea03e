#include "cli/worker_setup.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "cli/python_image.hpp"
#include "cli/secret_file.hpp"
#include "cli/store_budget.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::cli {
namespace {

/// Of one machine's requests to the API: many times what a browser or a following consumer needs.
constexpr http::RateLimit api_rate_limit{.requests_per_s = 20, .burst = 60};

template <class T>
void replace(T& value, const std::optional<T>& over) {
    if (over) value = *over;
}

boost::json::array texts(const std::vector<std::string>& values) {
    return boost::json::array(values.begin(), values.end());
}

boost::json::array texts(const std::vector<std::filesystem::path>& files) {
    boost::json::array list;
    for (const auto& file : files)
        list.emplace_back(file.native());
    return list;
}

/// The secret in a file of the settings; empty when none is named.
Result<std::string> secret_of(std::string_view file, const std::filesystem::path& directory) {
    if (file.empty()) return std::string{};
    return read_secret_file(TRY(secret_path(file, directory)));
}

Result<std::string> pinata_jwt(const StoreSettings& store, const std::filesystem::path& directory) {
    if (!store.pinata_jwt_file.empty()) return secret_of(store.pinata_jwt_file, directory);
    return std::string(std::getenv(pinata_jwt_variable));
}

ipfs::UploadAs upload_as(std::string_view form) {
    return form == "files" ? ipfs::UploadAs::files : ipfs::UploadAs::car;
}

using Services = std::vector<std::unique_ptr<ipfs::PinningService>>;

Result<Services> connect_services(const StoreSettings& store,
                                  const std::filesystem::path& directory) {
    Services services;
    std::shared_ptr<ipfs::MeetingNode> node;
    if (!store.kubo_url.empty()) {
        auto token = TRY(secret_of(store.kubo_token_file, directory));
        const ipfs::KuboOptions kubo{.url = store.kubo_url,
                                     .bearer_token = std::move(token),
                                     .upload_as = upload_as(store.kubo_upload)};
        services.push_back(TRY(ipfs::connect_kubo(kubo)));
        node = TRY(ipfs::meet_by_kubo(kubo));
    }
    if (store.uses_pinata()) {
        auto jwt = TRY(pinata_jwt(store, directory));
        services.push_back(TRY(ipfs::connect_pinata(
            {.jwt = std::move(jwt), .upload_as = upload_as(store.pinata_upload)})));
    }
    for (const auto& [name, pinning] : store.pinning) {
        auto token = TRY(secret_of(pinning.token_file, directory));
        services.push_back(TRY(ipfs::connect_pinning_api({.url = pinning.url,
                                                          .access_token = std::move(token),
                                                          .origins = pinning.origins,
                                                          .node = node})));
    }
    return services;
}

std::uint64_t bytes_of(std::uint32_t gb) { return std::uint64_t{gb} << 30; }

worker::ImagePolicy image_policy(const ImageSettings& settings) {
    worker::ImagePolicy policy{.allowed = settings.allowed};
    if (settings.local == "any") policy.local = worker::LocalImages::any;
    if (settings.local == "only") policy.local = worker::LocalImages::only;
    policy.disk_budget_bytes = bytes_of(settings.disk_budget_gb);
    policy.max_image_bytes = bytes_of(std::min(settings.max_image_gb, settings.disk_budget_gb));
    policy.min_free_disk_bytes = bytes_of(settings.min_free_disk_gb);
    policy.pull_limit = std::chrono::seconds(settings.pull_limit_s);
    policy.stall_limit = std::chrono::seconds(settings.stall_limit_s);
    policy.pull_attempts = static_cast<int>(settings.pull_attempts);
    policy.retry_first = std::chrono::milliseconds(settings.retry_first_ms);
    policy.retry_last = std::chrono::milliseconds(settings.retry_last_ms);
    if (!settings.login_files.empty()) policy.login_files = settings.login_files;
    policy.login_helper_limit = std::chrono::seconds(settings.login_helper_limit_s);
    return policy;
}

}  // namespace

void WorkerLine::declare(Command& command) {
    command.option("--port", port, "where its API listens; 0 takes a free port (3001)");
    command.option("--address", address, "the address to listen on (127.0.0.1)");
    command.option("--endpoint", endpoint, "its URL for consumers, told to the registry");
    command.option("--engine", engine, "the container engine's socket");
    command.option("--python-image", python_image, "the Python job image as a tar file");
    command.flag("--paired", paired, "no key here: the provider's wallet claims and completes");
    command.option("--provider", provider, "paired: the provider's address (G…)");
    command.flag("--insecure", insecure, "other machines may reach it without TLS");
}

Result<WorkerSettings> read_worker_settings(const Session& session, const WorkerLine& line,
                                            Mistakes& mistakes) {
    auto settings = TRY(load_worker_settings(mistakes));
    replace(settings.port, line.port);
    replace(settings.address, line.address);
    replace(settings.endpoint, line.endpoint);
    replace(settings.engine, line.engine);
    replace(settings.python_image, line.python_image);
    replace(settings.provider, line.provider);
    if (line.paired) settings.mode = WorkerMode::paired;
    if (line.insecure) settings.insecure = true;
    bool is_paired = settings.mode == WorkerMode::paired;
    const auto& program = session.settings();
    if (!program.passphrase_file.empty()) settings.passphrase_file = program.passphrase_file;
    if (program.key_on_command_line || (settings.key.empty() && !is_paired))
        settings.key = program.key;
    if (settings.python_image.empty()) settings.python_image = find_python_image();
    check_worker_settings(settings, mistakes);
    return settings;
}

Result<void> refuse_mistakes(Output& output, const Mistakes& mistakes) {
    auto lines = mistakes.lines();
    if (lines.empty()) return {};
    for (const auto& line : lines)
        output.note("{}", printable(line));
    return fail(ErrorCode::invalid_argument,
                "start the worker: {} in its settings: correct what is named above; 'carrot worker "
                "--help' shows every setting",
                lines.size() == 1 ? "a mistake" : fmt::format("{} mistakes", lines.size()));
}

worker::WorkerOptions worker_options(const Session& session, const WorkerSettings& settings) {
    worker::WorkerOptions options{.directory = session.worker_directory()};
    options.gpus = settings.gpus;
    options.python_image_tar = settings.python_image;
    options.gpu_uuids = settings.gpu_uuids;
    options.runtime = settings.runtime;
    options.poll_interval = std::chrono::milliseconds(settings.poll_interval_ms);
    options.jobs_per_gpu = settings.jobs_per_gpu;
    options.retention = std::chrono::hours(24) * settings.retention_days;
    options.stop_grace = std::chrono::seconds(settings.stop_grace_s);
    options.images = image_policy(settings.images);
    options.start_limit = std::chrono::seconds(settings.start_limit_s);
    return options;
}

Result<http::ServerOptions> server_options(const WorkerSettings& settings,
                                           const std::filesystem::path& directory) {
    http::ServerOptions options;
    options.address = settings.address;
    options.port = settings.port;
    options.cors.origins = settings.allowed_origins;
    options.rate_limit = api_rate_limit;
    if (!settings.tls_certificate.empty())
        options.tls = {
            .certificate = settings.tls_certificate,
            .key = TRY(secret_path(settings.tls_key, directory))
        };
    return options;
}

Result<std::unique_ptr<ipfs::ResultStore>> open_worker_store(
    const Session& session, const WorkerSettings& settings,
    const std::filesystem::path& directory) {
    auto services = TRY(connect_services(settings.store, directory));
    auto local = TRY(ipfs::open_embedded_store(session.store_directory(), session.clock(),
                                               budget_of(settings.store)));
    if (services.empty()) return local;
    ipfs::CopyRule rule;
    if (settings.store.copies > 0) rule.copies = settings.store.copies;
    return ipfs::replicate(std::move(local), std::move(services), rule);
}

boost::json::object to_document(const WorkerSettings& settings) {
    boost::json::object uuids, pinning;
    for (const auto& [name, service] : settings.store.pinning)
        pinning[name] = {{"url", service.url},
                         {"token_file", service.token_file},
                         {"origins", texts(service.origins)}};
    for (const auto& [gpu, uuid] : settings.gpu_uuids)
        uuids[std::to_string(gpu)] = uuid;
    const auto& images = settings.images;
    const auto& store = settings.store;
    return {{"mode", name_of(settings.mode)},
            {"provider", settings.provider},
            {"key", settings.key},
            {"passphrase_file", settings.passphrase_file},
            {"address", settings.address},
            {"port", settings.port},
            {"endpoint", settings.endpoint},
            {"tls_certificate", settings.tls_certificate.native()},
            {"tls_key", settings.tls_key},
            {"allowed_origins", texts(settings.allowed_origins)},
            {"insecure", settings.insecure},
            {"engine", settings.engine.native()},
            {"runtime", settings.runtime},
            {"python_image", settings.python_image.native()},
            {"gpus", boost::json::array(settings.gpus.begin(), settings.gpus.end())},
            {"jobs_per_gpu", settings.jobs_per_gpu},
            {"gpu_uuids", std::move(uuids)},
            {"poll_interval_ms", settings.poll_interval_ms},
            {"stop_grace_s", settings.stop_grace_s},
            {"start_limit_s", settings.start_limit_s},
            {"retention_days", settings.retention_days},
            {"inclusion_fee_max_stroops", settings.inclusion_fee_max_stroops},
            {"log_format", settings.log_format},
            {"images",
             {{"allowed", texts(images.allowed)},
              {"local", images.local},
              {"disk_budget_gb", images.disk_budget_gb},
              {"max_image_gb", images.max_image_gb},
              {"min_free_disk_gb", images.min_free_disk_gb},
              {"pull_limit_s", images.pull_limit_s},
              {"stall_limit_s", images.stall_limit_s},
              {"pull_attempts", images.pull_attempts},
              {"retry_first_ms", images.retry_first_ms},
              {"retry_last_ms", images.retry_last_ms},
              {"login_files", texts(images.login_files)},
              {"login_helper_limit_s", images.login_helper_limit_s}}},
            {"store",
             {{"kubo_url", store.kubo_url},
              {"kubo_token_file", store.kubo_token_file},
              {"kubo_upload", store.kubo_upload},
              {"pinata_jwt_file", store.pinata_jwt_file},
              {"pinata_upload", store.pinata_upload},
              {"disk_budget_gb", store.disk_budget_gb},
              {"copies", store.copies},
              {"pinning", std::move(pinning)}}}};
}

}  // namespace carrot::cli
