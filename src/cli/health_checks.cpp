#include "cli/health_checks.hpp"

#include <unistd.h>

#include "cli/port_holder.hpp"
#include "cli/python_image.hpp"
#include "sandbox/engine_search.hpp"
#include "sandbox/gpu.hpp"

namespace carrot::cli {
namespace {

constexpr std::uint64_t wanted_disk_bytes = std::uint64_t{4} << 30;

Finding check_engine(Session& session) {
    // Looks, and starts none: a private one is 'carrot up's business.
    auto engine = sandbox::find_engine({}, session.stop());
    if (engine) {
        auto facts = engine->client().fetch_facts(session.stop());
        return {.what = "container engine",
                .finding = fmt::format("Docker {} at {}", facts ? facts->version : "?",
                                       engine->socket().native()),
                .remedy = {}};
    }
    bool has_dockerd =
        std::filesystem::exists("/usr/sbin/dockerd") || std::filesystem::exists("/usr/bin/dockerd");
    if (has_dockerd && geteuid() == 0) {
        return {.what = "container engine",
                .health = Health::good,
                .finding = "none runs; 'carrot up' starts a private one",
                .remedy = {}};
    }
    return {.what = "container engine",
            .health = Health::bad,
            .finding = engine.error().message,
            .remedy = has_dockerd ? "run 'sudo systemctl start docker', and be in group docker"
                                  : "apt install docker.io"};
}

Finding check_gpu(Session&) {
    const auto inventory = sandbox::discover_gpus();
    if (inventory.gpus.empty()) {
        const auto& trouble = inventory.troubles.front();
        return {.what = "GPU",
                .health = Health::note,
                .finding = trouble.text,
                .remedy = trouble.remedy};
    }
    std::string models;
    for (const auto& gpu : inventory.gpus)
        models += (models.empty() ? "" : ", ") + gpu.model;
    return {.what = "GPU", .finding = models, .remedy = {}};
}

Finding check_python_image(Session&) {
    auto tar = find_python_image();
    if (tar.empty()) {
        return {.what = "Python image",
                .health = Health::note,
                .finding = "not built here: Python jobs need it, unless the engine has it",
                .remedy = "images/python/build"};
    }
    return {.what = "Python image", .finding = tar.native(), .remedy = {}};
}

Finding check_network(Session& session) {
    auto caller = session.caller();
    if (!caller) {
        return {.what = "network",
                .health = Health::bad,
                .finding = caller.error().message,
                .remedy = "set it in " + default_settings_file().native()};
    }
    auto details = (*caller)->rpc().network(session.stop());
    bool is_local = session.settings().network == "local";
    if (!details) {
        return {.what = "network",
                .health = is_local ? Health::note : Health::bad,
                .finding = details.error().message,
                .remedy = is_local ? "carrot up" : "check the rpc_url"};
    }
    if (details->passphrase != (*caller)->network().passphrase) {
        return {.what = "network",
                .health = Health::bad,
                .finding = fmt::format("{} is \"{}\", not \"{}\"", (*caller)->network().rpc_url,
                                       details->passphrase, (*caller)->network().passphrase),
                .remedy = "choose the right --network, or mend its rpc_url"};
    }
    return {.what = "network",
            .finding = fmt::format("{} at {}, protocol {}", session.settings().network,
                                   (*caller)->network().rpc_url, details->protocol_version),
            .remedy = {}};
}

Finding check_market(Session& session) {
    auto market = session.market();
    if (!market) {
        return {.what = "market",
                .health = Health::note,
                .finding = market.error().message,
                .remedy = session.settings().network == "local" ? "carrot up" : "carrot deploy"};
    }
    return {.what = "market",
            .finding = market->deployment().job_marketplace.to_string(),
            .remedy = {}};
}

Finding check_keys(Session& session) {
    std::string names;
    for (const auto& store : {session.network_keys(), session.user_keys()}) {
        auto keys = store.list();
        if (!keys) continue;
        for (const auto& key : *keys)
            names += (names.empty() ? "" : ", ") + key.name;
    }
    if (names.empty()) {
        return {.what = "keys",
                .health = Health::note,
                .finding = "none yet",
                .remedy = "carrot key generate NAME"};
    }
    return {.what = "keys", .finding = names, .remedy = {}};
}

Finding check_disk(Session& session) {
    auto folder = session.settings().data_directory;
    while (!std::filesystem::exists(folder) && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    std::error_code error;
    auto space = std::filesystem::space(folder, error);
    if (error) {
        return {.what = "disk",
                .health = Health::bad,
                .finding = fmt::format("{}: {}", folder.native(), error.message()),
                .remedy = "choose another folder with --data-dir"};
    }
    bool enough = space.available >= wanted_disk_bytes;
    return {.what = "disk",
            .health = enough ? Health::good : Health::bad,
            .finding = fmt::format("{} free for {}", to_text_bytes(space.available),
                                   session.settings().data_directory.native()),
            .remedy = enough ? "" : "make room, or choose another folder with --data-dir"};
}

Finding check_port(std::uint16_t port, std::string_view what, std::string_view option) {
    auto holder = describe_port_holder(port);
    auto name = fmt::format("port {}", port);
    if (holder.empty()) {
        return {.what = name, .finding = fmt::format("free for the {}", what), .remedy = {}};
    }
    return {.what = name,
            .health = Health::note,
            .finding = fmt::format("taken{}", holder),
            .remedy = fmt::format("unless that is 'carrot up': give it {} N", option)};
}

}  // namespace

std::vector<Finding> check_health(Session& session) {
    return {check_engine(session),
            check_gpu(session),
            check_python_image(session),
            check_network(session),
            check_market(session),
            check_keys(session),
            check_disk(session),
            check_port(8000, "network", "--network-port"),
            check_port(8081, "IPFS gateway", "--gateway-port"),
            check_port(3001, "worker", "--worker-port")};
}

}  // namespace carrot::cli
