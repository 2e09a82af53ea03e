#include "cli/worker_trial.hpp"

#include <algorithm>
#include <iterator>

#include "cli/health_checks.hpp"
#include "cli/machine_checks.hpp"
#include "cli/passphrase.hpp"
#include "cli/port_holder.hpp"
#include "cli/render.hpp"
#include "cli/worker_checks.hpp"
#include "cli/worker_door.hpp"
#include "cli/worker_setup.hpp"

namespace carrot::cli {
namespace {

/// Claiming, completing and releasing cost a few hundredths of an XLM each.
constexpr market::Stroops wanted_balance{5 * 10'000'000};
constexpr std::string_view trial_text = "carrot worker check\n";

Finding good(std::string_view what, std::string finding) {
    return {.what = std::string{what}, .finding = std::move(finding), .remedy = {}};
}

Finding bad(std::string_view what, std::string_view kind, std::string finding, std::string remedy) {
    return {.what = std::string{what},
            .kind = std::string{kind},
            .health = Health::bad,
            .finding = std::move(finding),
            .remedy = std::move(remedy)};
}

Finding note(std::string_view what, std::string_view kind, std::string finding,
             std::string remedy) {
    auto finding_of = bad(what, kind, std::move(finding), std::move(remedy));
    finding_of.health = Health::note;
    return finding_of;
}

class Trial {
public:
    Trial(Session& session, const WorkerSettings& settings, const std::filesystem::path& directory)
        : session_(session), settings_(settings), directory_(directory) {}

    Finding key() const {
        if (settings_.mode == WorkerMode::paired)
            return good("key", "none on this machine: the provider's wallet signs");
        if (settings_.key.empty())
            return bad("key", "no_key", "none is chosen",
                       "key = \"NAME\" under [worker]; 'carrot key list' shows the names");
        const auto key = session_.key_named(
            settings_.key, passphrase_source(settings_.passphrase_file, directory_));
        if (key) return good("key", fmt::format("{} opens: {}", settings_.key, key->account()));
        const bool is_wrong = key.error().code == ErrorCode::permission_denied;
        return bad("key", "key_closed", key.error().message,
                   is_wrong ? "put its passphrase into the file that passphrase_file names"
                            : "'carrot key list' shows the keys, 'carrot key add' keeps one");
    }

    Finding account() const {
        auto caller = session_.caller();
        const auto provider = provider_of(session_, settings_);
        if (!provider || !caller)
            return note("account", "unknown",
                        provider ? caller.error().message : provider.error().message, "");
        const auto account = (*caller)->rpc().account(*provider, session_.stop());
        if (!account)
            return bad(
                "account", "no_account", account.error().message,
                fmt::format("send XLM to {}; on test networks: 'carrot key fund'", *provider));
        const market::Stroops balance{account->balance_stroops};
        auto finding = fmt::format("{} holds {}", *provider, with_unit(balance));
        if (balance >= wanted_balance) return good("account", std::move(finding));
        return bad("account", "low_balance", std::move(finding),
                   fmt::format("transactions cost fees: have {} there", with_unit(wanted_balance)));
    }

    Finding market() const {
        auto market = session_.market();
        if (!market)
            return bad("market", "no_market", market.error().message,
                       "market_file under [networks.…] names its file");
        const auto jobs = market->marketplace().get_next_job_id();
        const auto& contract = market->deployment().job_marketplace;
        if (!jobs)
            return bad("market", "market_silent", jobs.error().message,
                       "get the market.toml of a market on this network");
        return good("market", fmt::format("{} answers; jobs so far: {}",
                                          short_address(contract.to_string()), *jobs));
    }

    /// Puts a line there, as a job's result would be.
    Finding store() const {
        std::string places = "this machine";
        if (!settings_.store.kubo_url.empty()) places += ", Kubo at " + settings_.store.kubo_url;
        if (settings_.store.uses_pinata()) places += ", Pinata";
        for (const auto& [name, service] : settings_.store.pinning)
            places += fmt::format(", {} at {}", name, service.url);
        auto store = open_worker_store(session_, settings_, directory_);
        const auto cid = store
                             ? (*store)->put_bytes(as_bytes(trial_text),
                                                   {.name = "carrot worker check"}, session_.stop())
                             : Result<ipfs::Cid>(std::unexpected(store.error()));
        if (!cid)
            return bad("store", "store_refuses", cid.error().message,
                       "mend [worker.store], or make room in the data folder");
        const auto unpinned = (*store)->unpin(*cid);
        if (!unpinned) return bad("store", "store_refuses", unpinned.error().message, "");
        return good("store", "keeps results at " + places);
    }

    /// Listens as the worker would, TLS files and all.
    Finding api() const {
        const auto where = fmt::format("{} port {}", settings_.address, settings_.port);
        if (ask_worker(session_.http(), session_.worker_directory(), "/health", session_.stop()))
            return good("API", "a worker of these settings is at work and answers");
        auto options = server_options(settings_, directory_);
        const auto server = options ? http::Server::start({}, *options)
                                    : Result<http::Server>(std::unexpected(options.error()));
        if (server) return good("API", where + " is free");
        return bad("API", "api_closed",
                   server.error().message + describe_port_holder(settings_.port),
                   "end what holds the port, or choose another: --port, worker.port");
    }

    std::vector<Finding> endpoint() const {
        auto market = session_.market();
        const auto provider = provider_of(session_, settings_);
        if (!market || !provider) return {};
        const auto known = market->registry().get_endpoint(market::address_of(*provider));
        if (!known) return {};
        const auto& wanted = settings_.endpoint;
        if (!wanted.empty() && *known != wanted) {
            auto finding =
                fmt::format("the registry tells consumers \"{}\", the settings {}", *known, wanted);
            if (settings_.mode == WorkerMode::paired)
                return {bad("endpoint", "endpoint_differs", std::move(finding),
                            fmt::format("carrot gpu endpoint {}, where the key is", wanted))};
            return {note("endpoint", "endpoint_differs", std::move(finding),
                         "the worker tells the registry when it starts")};
        }
        if (known->empty())
            return {note("endpoint", "no_endpoint",
                         "consumers see a job's log only when it has ended",
                         "endpoint = \"https://…\" under [worker], where they reach it")};
        return check_endpoint(session_, *provider);
    }

private:
    Session& session_;
    const WorkerSettings& settings_;
    const std::filesystem::path& directory_;
};

}  // namespace

std::vector<Finding> try_worker(Session& session, const WorkerSettings& settings,
                                const std::filesystem::path& directory) {
    const Trial trial(session, settings, directory);
    auto network = check_network(session);
    if (network.health == Health::note) network.health = Health::bad;  // no worker does without
    std::vector<Finding> findings{trial.key(), std::move(network), trial.account(), trial.market()};
    const auto add = [&](std::vector<Finding> more) {
        std::ranges::move(more, std::back_inserter(findings));
    };
    add(check_clock(session));
    add(check_machine(session, settings));
    if (std::ranges::find(findings, "registered GPUs", &Finding::what) == findings.end())
        findings.push_back(note("registered GPUs", "none_registered",
                                "none is registered that this machine serves",
                                "carrot gpu register"));
    findings.push_back(trial.store());
    findings.push_back(check_disk(session));
    findings.push_back(trial.api());
    add(trial.endpoint());
    return findings;
}

}  // namespace carrot::cli
