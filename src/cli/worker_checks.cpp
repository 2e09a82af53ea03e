#include "cli/worker_checks.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "http/client.hpp"
#include "market/market.hpp"
#include "sandbox/profile.hpp"

namespace carrot::cli {
namespace {

constexpr rlim_t wanted_open_files = 4096;
/// Claims and their transactions have minutes of validity; a ledger takes seconds to close.
constexpr std::int64_t tolerated_skew_s = 60;

bool remaps_users(const sandbox::EngineFacts& engine) {
    return std::ranges::any_of(engine.security_options, [](const auto& option) {
        return option.starts_with("name=userns") || option.starts_with("name=rootless");
    });
}

}  // namespace

std::vector<Finding> check_sandbox(const sandbox::EngineFacts& engine, const std::string& runtime) {
    std::vector<Finding> findings;
    for (const auto& missing : sandbox::missing_protections(engine, runtime))
        findings.push_back({.what = "sandbox",
                            .kind = "missing_protection",
                            .health = Health::bad,
                            .finding = missing,
                            .remedy = "no job runs without it"});
    if (findings.empty())
        findings.push_back(
            {.what = "sandbox", .finding = "the engine can seal jobs", .remedy = {}});
    for (const auto& weaker : sandbox::weaker_protections(engine))
        findings.push_back({.what = "sandbox",
                            .kind = "weaker_protection",
                            .health = Health::note,
                            .finding = weaker,
                            .remedy = {}});
    if (!remaps_users(engine))
        findings.push_back({.what = "sandbox",
                            .kind = "no_user_remap",
                            .health = Health::note,
                            .finding = "the engine does not remap users",
                            .remedy = R"(one wall more: "userns-remap": "default" in )"
                                      "/etc/docker/daemon.json, and restart Docker"});
    return findings;
}

Finding check_image_disk(const sandbox::EngineFacts& engine, std::uint64_t min_free_bytes) {
    std::error_code error;
    const auto space = std::filesystem::space(engine.data_root, error);
    if (engine.data_root.empty() || error)
        return {.what = "image disk",
                .health = Health::note,
                .finding = "the engine's folder can't be looked at from here",
                .remedy = {}};
    const bool enough = space.available > min_free_bytes;
    return {.what = "image disk",
            .kind = enough ? "" : "disk_full",
            .health = enough ? Health::good : Health::bad,
            .finding = fmt::format("{} free for images at {}", to_text_bytes(space.available),
                                   engine.data_root),
            .remedy = enough ? ""
                             : fmt::format("make room: pulls end below {} "
                                           "(worker.images.min_free_disk_gb)",
                                           to_text_bytes(min_free_bytes))};
}

Finding check_open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max >= wanted_open_files)
        return {.what = "open files",
                .finding = fmt::format("{} a process", limit.rlim_max),
                .remedy = {}};
    return {.what = "open files",
            .kind = "few_open_files",
            .health = Health::note,
            .finding = fmt::format("{} a process: many consumers at once may be turned away",
                                   limit.rlim_max),
            .remedy = "LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536"};
}

std::vector<Finding> check_clock(Session& session) {
    auto caller = session.caller();
    if (!caller) return {};
    const auto latest = (*caller)->rpc().latest_ledger(session.stop());
    if (!latest || !latest->close_time) return {};
    const auto skew = static_cast<std::int64_t>(unix_seconds(session.clock().now())) -
                      static_cast<std::int64_t>(*latest->close_time);
    if (std::abs(skew) <= tolerated_skew_s)
        return {{.what = "clock",
                 .finding = fmt::format("{} s from the newest ledger's", skew),
                 .remedy = {}}};
    return {
        {.what = "clock",
         .kind = "clock_skew",
         .health = Health::note,
         .finding = fmt::format("{} s {} the newest ledger's close", std::abs(skew),
                                skew > 0 ? "after" : "before"),
         .remedy = "sudo timedatectl set-ntp true; a network that stands still looks the same"}};
}

std::vector<Finding> check_endpoint(Session& session, const stellar::AccountId& provider) {
    auto market = session.market();
    if (!market) return {};
    const auto url = market->registry().get_endpoint(market::address_of(provider));
    if (!url || url->empty()) return {};
    const auto answer = session.http().get(
        *url + "/health", {.timeout = std::chrono::seconds(5), .stop = session.stop()});
    if (answer && answer->status == 200)
        return {{.what = "endpoint", .finding = *url + " answers", .remedy = {}}};
    return {
        {.what = "endpoint",
         .kind = "endpoint_silent",
         .health = Health::note,
         .finding = fmt::format(
             "{} does not answer: {}", *url,
             answer ? fmt::format("status {}", answer->status) : answer.error().message),
         .remedy = "start 'carrot worker', or open its port; 'carrot gpu endpoint' changes it"}};
}

}  // namespace carrot::cli
