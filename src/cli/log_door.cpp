#include "cli/log_door.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "cli/secret_file.hpp"
#include "stellar/signed_message.hpp"
#include "worker/log_access.hpp"
#include "worker/pairing_token.hpp"

namespace carrot::cli {
namespace {

/// Half of what a worker accepts, so that clocks may differ by some minutes.
constexpr std::chrono::seconds access_lifetime = worker::log_access_limit / 2;

bool is_loopback(const http::Url& url) {
    return url.host == "localhost" || url.host == "::1" || url.host.starts_with("127.") ||
           url.host == "0.0.0.0" || url.host == "::" || url.host.ends_with(".localhost");
}

std::string sign_access(const ConsumerKey& consumer, market::JobId job_id, TimePoint now) {
    auto expires = unix_seconds(now) + static_cast<std::uint64_t>(access_lifetime.count());
    auto message = worker::log_access_message(consumer.marketplace, job_id, expires);
    auto signature = stellar::sign_message(consumer.key, message);
    return worker::format_log_access({.address = consumer.key.account().to_string(),
                                      .expires = expires,
                                      .signature = to_base64(signature)});
}

Result<PairingToken> find_token(const Session& session,
                                const std::optional<std::filesystem::path>& token_file) {
    if (token_file) return PairingToken {
            .token = TRY(read_secret_file(*token_file))
        };
    auto own = session.worker_directory() / "pairing-token";
    std::error_code ignored;
    if (std::filesystem::exists(own, ignored)) return PairingToken {
            .token = TRY(worker::load_pairing_token(own.parent_path()))
        };
    return fail(ErrorCode::permission_denied,
                "its live log opens to who posted it: add --key NAME with that key; or, for the "
                "worker's owner, --token-file");
}

}  // namespace

Result<http::Url> check_endpoint(std::string_view endpoint, bool network_is_local) {
    auto url = TRY(http::Url::parse(endpoint));
    if (url.scheme == http::Url::Scheme::unix_socket)
        return fail(ErrorCode::permission_denied, "its endpoint is a socket of this machine");
    if (is_loopback(url) && !network_is_local)
        return fail(ErrorCode::permission_denied,
                    "its endpoint {} is on the worker's own machine: nobody else can reach it",
                    url.authority());
    return url;
}

std::string LogDoor::authorization(TimePoint now) const {
    if (const auto* owner = std::get_if<PairingToken>(&opens)) return "Bearer " + owner->token;
    return sign_access(std::get<ConsumerKey>(opens), job_id, now);
}

Result<LogDoor> find_log_door(Session& session, const market::Market& market,
                              const market::Job& job,
                              const std::optional<std::filesystem::path>& token_file) {
    auto endpoint = TRY(market.registry().get_endpoint(job.provider));
    if (endpoint.empty())
        return fail(ErrorCode::not_found, "provider {} has not said where its worker answers",
                    short_address(job.provider.strkey));
    auto chosen = TRY(session.network());
    auto rpc = http::Url::parse(chosen.network.rpc_url);
    bool is_owner = std::filesystem::exists(session.worker_directory());
    auto url = TRY(check_endpoint(endpoint, is_owner || (rpc && is_loopback(*rpc))));
    LogDoor door{.job_id = job.job_id, .worker = std::move(url), .opens = PairingToken{}};
    auto key = token_file ? std::nullopt : session.key_of(job.consumer.strkey);
    if (key)
        door.opens = ConsumerKey{.key = *key,
                                 .marketplace = market.deployment().job_marketplace.to_string()};
    else
        door.opens = TRY(find_token(session, token_file));
    return door;
}

}  // namespace carrot::cli
