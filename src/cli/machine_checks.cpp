#include "cli/machine_checks.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "cli/gpu_checks.hpp"
#include "cli/worker_checks.hpp"
#include "sandbox/engine_search.hpp"
#include "sandbox/gpu.hpp"
#include "worker/market_chain.hpp"

namespace carrot::cli {
namespace {

std::string engine_in_words(const sandbox::FoundEngine& engine,
                            const Result<sandbox::EngineFacts>& facts) {
    return fmt::format("{} {} at {}", facts ? facts->name : "Docker", facts ? facts->version : "?",
                       engine.socket().native());
}

Finding missing_engine(const Error& error) {
    bool has_dockerd =
        std::filesystem::exists("/usr/sbin/dockerd") || std::filesystem::exists("/usr/bin/dockerd");
    if (has_dockerd && geteuid() == 0) {
        return {.what = "container engine",
                .health = Health::good,
                .finding = "none runs; 'carrot up' and 'carrot worker' start a private one",
                .remedy = {}};
    }
    return {.what = "container engine",
            .health = Health::bad,
            .finding = error.message,
            .remedy = has_dockerd ? "run 'sudo systemctl start docker', and be in group docker"
                                  : "apt install docker.io"};
}

/// Looks, and starts none; a private one that another process started counts.
Result<sandbox::FoundEngine> find_running_engine(Session& session, const WorkerSettings& settings) {
    auto engine = sandbox::find_engine({.socket = settings.engine}, session.stop());
    const auto private_socket = session.engine_directory() / "docker.sock";
    std::error_code ignored;
    if (engine || !settings.engine.empty() || !std::filesystem::is_socket(private_socket, ignored))
        return engine;
    auto started = sandbox::find_engine({.socket = private_socket}, session.stop());
    return started ? std::move(started) : std::move(engine);
}

/// The provider's GPUs that this machine's worker would serve.
std::vector<worker::ChainGpu> registered_gpus(Session& session, const WorkerSettings& settings) {
    std::vector<worker::ChainGpu> registered;
    const auto provider = provider_of(session, settings);
    auto market = session.market();
    if (!provider || !market) return registered;
    auto chain = worker::make_watching_chain(*market, *provider);
    const auto owned = chain->fetch_gpus(session.stop());
    if (!owned) return registered;
    for (const auto id : *owned) {
        const bool is_here =
            settings.gpus.empty() || std::ranges::find(settings.gpus, id) != settings.gpus.end();
        auto gpu = is_here ? chain->fetch_gpu(id, session.stop()) : Result<worker::ChainGpu>();
        if (is_here && gpu) registered.push_back(*std::move(gpu));
    }
    return registered;
}

}  // namespace

Result<stellar::AccountId> provider_of(const Session& session, const WorkerSettings& settings) {
    if (settings.mode == WorkerMode::paired) return stellar::AccountId::parse(settings.provider);
    const auto& key = settings.key.empty() ? session.settings().key : settings.key;
    const auto address = TRY(session.address(key));
    if (const auto* account = address.account()) return *account;
    return fail(ErrorCode::invalid_argument, "{} is a contract, and no account", key);
}

std::vector<Finding> check_machine(Session& session, const WorkerSettings& settings) {
    std::vector<Finding> findings;
    const auto add = [&](std::vector<Finding> more) {
        std::ranges::move(more, std::back_inserter(findings));
    };
    const auto engine = find_running_engine(session, settings);
    const auto inventory = sandbox::discover_gpus();
    if (!engine) {
        findings.push_back(missing_engine(engine.error()));
        add(check_cards(inventory));
    } else {
        const auto facts = engine->client().fetch_facts(session.stop());
        findings.push_back(
            {.what = "container engine", .finding = engine_in_words(*engine, facts), .remedy = {}});
        if (facts) {
            add(check_sandbox(*facts, settings.runtime));
            findings.push_back(
                check_image_disk(*facts, std::uint64_t{settings.images.min_free_disk_gb} << 30));
        }
        add(check_cards(inventory));
        if (facts) add(check_handover(inventory, *facts, sandbox::read_gpu_toolkit(*facts)));
    }
    add(check_registered(registered_gpus(session, settings), inventory, settings.gpu_uuids,
                         settings.jobs_per_gpu));
    return findings;
}

}  // namespace carrot::cli
