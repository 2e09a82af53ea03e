// The table [worker] of the settings file. worker_settings_help shows every member,
// docs/provider.md explains them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/settings_table.hpp"

namespace carrot::cli {

/// The table as it may stand in a file: for `--help`, and packaging/config.toml.
extern const std::string_view worker_settings_help;

enum class WorkerMode : std::uint8_t { autonomous, paired };
std::string_view name_of(WorkerMode mode);

struct ImageSettings {
    std::vector<std::string> allowed;
    std::string local = "published";
    std::uint32_t disk_budget_gb = 100;
    std::uint32_t max_image_gb = 50;
    std::uint32_t min_free_disk_gb = 5;
    std::uint32_t pull_limit_s = 1800;
    std::uint32_t stall_limit_s = 120;
    std::uint32_t pull_attempts = 4;
    std::uint32_t retry_first_ms = 1000;
    std::uint32_t retry_last_ms = 30'000;
    std::vector<std::filesystem::path> login_files;
    std::uint32_t login_helper_limit_s = 30;
};

/// A service with the IPFS Pinning Service API.
struct PinningServiceSettings {
    std::string url;
    std::string token_file;
    std::vector<std::string> origins;
};

/// Of the environment: a token for Pinata.
inline constexpr const char* pinata_jwt_variable = "PINATA_JWT";

struct StoreSettings {
    std::string kubo_url;
    std::string kubo_token_file;
    std::string kubo_upload = "car";
    std::string pinata_jwt_file;
    std::string pinata_upload = "car";
    std::map<std::string, PinningServiceSettings> pinning;  ///< by the owner's name for it
    std::uint32_t copies = 0;          ///< of a result that must be at services; 0: at all of them
    std::uint32_t disk_budget_gb = 0;  ///< of the results on this machine; 0: no limit

    /// By pinata_jwt_file, or by the environment's PINATA_JWT.
    bool uses_pinata() const;
};

/// Files with secrets are texts: a path, or "credential:NAME" (secret_file.hpp).
struct WorkerSettings {
    WorkerMode mode = WorkerMode::autonomous;
    std::string provider;
    std::string key;
    std::string passphrase_file;

    std::string address = "127.0.0.1";
    std::uint16_t port = 3001;
    std::string endpoint;
    std::filesystem::path tls_certificate;
    std::string tls_key;
    std::vector<std::string> allowed_origins;
    bool insecure = false;

    std::filesystem::path engine;
    std::string runtime;
    std::filesystem::path python_image;
    std::vector<std::uint32_t> gpus;
    std::uint32_t jobs_per_gpu = 1;
    std::map<std::uint32_t, std::string> gpu_uuids;

    std::uint32_t poll_interval_ms = 1000;
    std::uint32_t stop_grace_s = 10;
    std::uint32_t start_limit_s = 60;
    std::uint32_t retention_days = 30;
    std::uint32_t inclusion_fee_max_stroops = 1'000'000;
    std::string log_format = "text";

    ImageSettings images;
    StoreSettings store;
};

/// Reads [worker] of a settings file, which may be missing; types and ranges that are wrong, and
/// members that there are not, go to `mistakes`, those of the file's other tables too. An error is
/// one that keeps the whole file from being read.
Result<WorkerSettings> load_worker_settings(Mistakes& mistakes);

/// invalid_argument when it is no web page's origin: scheme, host and port alone.
Result<void> check_origin(const std::string& origin);

/// What the members say together, and of the machine: files that must be there and closed to
/// others, TLS where other machines reach it, modes and their members. Nothing is started.
/// Systemd's credentials are looked at when there are any.
void check_worker_settings(const WorkerSettings& settings, Mistakes& mistakes);

}  // namespace carrot::cli
