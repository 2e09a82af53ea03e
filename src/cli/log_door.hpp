// The way to a job's live log: its provider's worker, and what opens the log to this user.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "cli/session.hpp"
#include "http/url.hpp"
#include "market/market.hpp"

namespace carrot::cli {

/// Whoever posted the job signs for each access.
struct ConsumerKey {
    stellar::KeyPair key;
    std::string marketplace;  ///< C…
};
/// Whoever owns the worker has its token.
struct PairingToken {
    std::string token;
};

struct LogDoor {
    market::JobId job_id = 0;
    http::Url worker;
    std::variant<ConsumerKey, PairingToken> opens;

    /// The Authorization header's value, good for some minutes from `now`.
    std::string authorization(TimePoint now) const;
};

/// The provider's endpoint from the registry, opened by the consumer's key when it is one of this
/// user's keys (--key, or any that needs no passphrase), else by `token_file`, else, for a worker
/// of this machine, by the token in its folder. not_found when the provider has no endpoint,
/// permission_denied when there is nothing that opens the log.
Result<LogDoor> find_log_door(Session& session, const market::Market& market,
                              const market::Job& job,
                              const std::optional<std::filesystem::path>& token_file = {});

/// A provider's endpoint is a stranger's text, and this machine sends requests there: only http and
/// https, and loopback only where the whole network is on loopback.
Result<http::Url> check_endpoint(std::string_view endpoint, bool network_is_local);

}  // namespace carrot::cli
