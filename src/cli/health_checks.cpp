#include "cli/health_checks.hpp"

#include <algorithm>
#include <iterator>

#include "cli/machine_checks.hpp"
#include "cli/port_holder.hpp"
#include "cli/python_image.hpp"
#include "cli/worker_checks.hpp"

namespace carrot::cli {
namespace {

constexpr std::uint64_t wanted_disk_bytes = std::uint64_t{4} << 30;

struct Findings {
    void add(Finding finding) { list.push_back(std::move(finding)); }
    void add(std::vector<Finding> findings) {
        std::ranges::move(findings, std::back_inserter(list));
    }

    std::vector<Finding> list;
};

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

std::vector<Finding> check_health(Session& session) {
    // What is wrong with the settings is 'carrot worker check's to say.
    Mistakes mistakes(session.settings().file);
    const auto settings = load_worker_settings(mistakes).value_or(WorkerSettings{});
    Findings findings;
    findings.add(check_machine(session, settings));
    findings.add(check_python_image(session));
    findings.add(check_network(session));
    findings.add(check_clock(session));
    findings.add(check_market(session));
    findings.add(check_keys(session));
    if (const auto provider = provider_of(session, settings))
        findings.add(check_endpoint(session, *provider));
    findings.add(check_disk(session));
    findings.add(check_open_files());
    findings.add(check_port(8000, "network", "--network-port"));
    findings.add(check_port(8081, "IPFS gateway", "--gateway-port"));
    findings.add(check_port(3001, "worker", "--worker-port"));
    return std::move(findings.list);
}

}  // namespace carrot::cli
