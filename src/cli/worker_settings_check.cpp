#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cli/secret_file.hpp"
#include "cli/worker_settings.hpp"
#include "http/url.hpp"
#include "stellar/address.hpp"
#include "worker/image_allow_list.hpp"

namespace carrot::cli {
namespace {

constexpr std::string_view loopback_net = "127.";

bool is_numeric_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    return inet_pton(AF_INET, text.c_str(), binary.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), binary.data()) == 1;
}

bool is_loopback(const std::string& address) {
    return address.starts_with(loopback_net) || address == "::1";
}

bool is_any(const std::string& address) { return address == "0.0.0.0" || address == "::"; }

/// Looks at one member after the other and says what is wrong with it.
class Check {
public:
    Check(const WorkerSettings& settings, Mistakes& mistakes)
        : settings_(settings), mistakes_(mistakes) {}

    void mode() const {
        if (settings_.mode == WorkerMode::autonomous) return autonomous();
        if (settings_.provider.empty())
            mistakes_.add("worker.provider",
                          "a paired worker must know whose GPUs these are: write the provider's "
                          "address, provider = \"G…\"");
        else
            failure("worker.provider", stellar::AccountId::parse(settings_.provider));
        for (auto [member, value] : {std::pair{"worker.key", &settings_.key},
                                     {"worker.passphrase_file", &settings_.passphrase_file}}) {
            if (!value->empty())
                mistakes_.add(member,
                              "a paired worker has no key: remove it, or set mode = "
                              "\"autonomous\"");
        }
    }

    void api() const {
        if (!is_numeric_address(settings_.address))
            mistakes_.add("worker.address",
                          "\"{}\" is not a numeric address: write \"127.0.0.1\", or \"0.0.0.0\" "
                          "for all of this machine's",
                          settings_.address);
        tls();
        bool is_open = is_numeric_address(settings_.address) && !is_loopback(settings_.address);
        bool has_tls = !settings_.tls_certificate.empty();
        if (is_open && !has_tls && !settings_.insecure)
            mistakes_.add("worker.address",
                          "other machines reach {}, and tokens and logs would go there in the "
                          "clear: set tls_certificate and tls_key, or listen on 127.0.0.1 behind a "
                          "proxy with TLS, or set insecure = true",
                          settings_.address);
        if (is_any(settings_.address) && settings_.endpoint.empty())
            mistakes_.add("worker.endpoint",
                          "consumers can't reach {}: write the URL that they use, "
                          "\"https://gpu.example:{}\"",
                          settings_.address, settings_.port);
        web_url("worker.endpoint", settings_.endpoint);
        for (const auto& origin : settings_.allowed_origins)
            failure("worker.allowed_origins", check_origin(origin));
    }

    void machine() const {
        if (!settings_.engine.empty() && !std::filesystem::is_socket(settings_.engine, ignored_))
            mistakes_.add("worker.engine", "there is no socket {}: is the engine running?",
                          settings_.engine.native());
        readable("worker.python_image", settings_.python_image);
        for (const auto& [gpu, uuid] : settings_.gpu_uuids) {
            auto member = fmt::format("worker.gpu_uuids.{}", gpu);
            if (!uuid.starts_with("GPU-") && !uuid.starts_with("MIG-"))
                mistakes_.add(member, "\"{}\" is not a card's UUID: 'nvidia-smi -L' shows them",
                              uuid);
            if (!settings_.gpus.empty() &&
                std::ranges::find(settings_.gpus, gpu) == settings_.gpus.end())
                mistakes_.add(member, "worker.gpus does not have GPU {}: add it there", gpu);
        }
        if (settings_.log_format != "text" && settings_.log_format != "json")
            mistakes_.add("worker.log_format", "\"{}\" is neither \"text\" nor \"json\"",
                          settings_.log_format);
    }

    void images() const {
        const auto& local = settings_.images.local;
        if (local != "published" && local != "any" && local != "only")
            mistakes_.add("worker.images.local",
                          "\"{}\" is none of \"published\", \"any\" and \"only\"", local);
        for (const auto& pattern : settings_.images.allowed)
            failure("worker.images.allowed", worker::ImageAllowList::parse({pattern}));
        for (const auto& file : settings_.images.login_files)
            readable("worker.images.login_files", file);
        if (settings_.images.retry_first_ms > settings_.images.retry_last_ms)
            mistakes_.add("worker.images.retry_first_ms",
                          "the first pause, {} ms, is longer than the last, {} ms: the pauses grow",
                          settings_.images.retry_first_ms, settings_.images.retry_last_ms);
    }

    void store() const {
        const auto& store = settings_.store;
        web_url("worker.store.kubo_url", store.kubo_url);
        if (store.kubo_url.empty() && !store.kubo_token_file.empty())
            mistakes_.add("worker.store.kubo_token_file", "it is of no use without kubo_url");
        secret("worker.store.kubo_token_file", store.kubo_token_file);
        upload("worker.store.kubo_upload", store.kubo_upload);
        secret("worker.store.pinata_jwt_file", store.pinata_jwt_file);
        upload("worker.store.pinata_upload", store.pinata_upload);
        for (const auto& [name, service] : store.pinning)
            pinning("worker.store.pinning." + name, service);
        const auto services =
            store.pinning.size() + (store.kubo_url.empty() ? 0 : 1) + (store.uses_pinata() ? 1 : 0);
        if (store.copies > services)
            mistakes_.add("worker.store.copies", "{} copies need as many services, there are {}",
                          store.copies, services);
    }

private:
    void upload(const std::string& member, const std::string& form) const {
        if (form != "car" && form != "files")
            mistakes_.add(member, "\"{}\" is neither \"car\" nor \"files\"", form);
    }

    void autonomous() const {
        if (!settings_.provider.empty())
            mistakes_.add("worker.provider",
                          "an autonomous worker's provider is its key: remove it, or set mode = "
                          "\"paired\"");
        failure("worker.key", refuse_secret(settings_.key, "the settings file"));
        secret("worker.passphrase_file", settings_.passphrase_file);
    }

    void pinning(const std::string& member, const PinningServiceSettings& service) const {
        if (service.url.empty())
            mistakes_.add(member + ".url", "it is missing: write the address before \"/pins\"");
        web_url(member + ".url", service.url);
        if (service.token_file.empty())
            mistakes_.add(member + ".token_file", "it is missing: name the file with its token");
        secret(member + ".token_file", service.token_file);
        if (settings_.store.kubo_url.empty() && service.origins.empty())
            mistakes_.add(member + ".origins",
                          "the service fetches results from an IPFS node: set kubo_url, or name "
                          "nodes that have them");
    }

    void tls() const {
        readable("worker.tls_certificate", settings_.tls_certificate);
        secret("worker.tls_key", settings_.tls_key);
        bool has_certificate = !settings_.tls_certificate.empty();
        if (has_certificate && settings_.tls_key.empty())
            mistakes_.add("worker.tls_certificate", "it needs its key: set tls_key too");
        if (!has_certificate && !settings_.tls_key.empty())
            mistakes_.add("worker.tls_key", "it needs its certificate: set tls_certificate too");
    }

    void web_url(std::string_view member, const std::string& text) const {
        if (text.empty()) return;
        auto url = http::Url::parse(text);
        failure(member, url);
        if (url && url->scheme == http::Url::Scheme::unix_socket)
            mistakes_.add(member, "\"{}\" is not an http:// or https:// URL", text);
    }

    void readable(std::string_view member, const std::filesystem::path& file) const {
        if (file.empty() || ::access(file.c_str(), R_OK) == 0) return;
        bool is_there = std::filesystem::exists(file, ignored_);
        mistakes_.add(member, "{} {}", file.native(),
                      is_there ? "can't be read by this user" : "is missing");
    }

    void secret(std::string_view member, const std::string& file) const {
        if (file.empty()) return;
        auto path = secret_path(file, mistakes_.directory());
        bool has_no_credentials =
            !path && path.error().code == ErrorCode::failed_precondition;  // not under systemd
        if (has_no_credentials) return;
        failure(member, path);
        if (path) failure(member, check_secret_file(*path));
    }

    template <class T>
    void failure(std::string_view member, const Result<T>& outcome) const {
        if (!outcome) mistakes_.add(member, "{}", outcome.error().message);
    }

    const WorkerSettings& settings_;
    Mistakes& mistakes_;
    mutable std::error_code ignored_;
};

}  // namespace

Result<void> check_origin(const std::string& origin) {
    auto url = http::Url::parse(origin);
    if (url && !origin.ends_with('/') && std::ranges::count(origin, '/') == 2) return {};
    return fail(ErrorCode::invalid_argument,
                "\"{}\" is not a web page's origin: write its scheme, host and port alone, "
                "\"https://market.example\"",
                origin);
}

void check_worker_settings(const WorkerSettings& settings, Mistakes& mistakes) {
    const Check check(settings, mistakes);
    check.mode();
    check.api();
    check.machine();
    check.images();
    check.store();
}

}  // namespace carrot::cli
