#include "worker/api_access.hpp"

#include <utility>

#include "base/encoding.hpp"
#include "stellar/signed_message.hpp"
#include "worker/api_request.hpp"
#include "worker/pairing_token.hpp"

namespace carrot::worker {
namespace {

using http::Request;
using http::Response;

Response unauthorized(std::string_view message) {
    auto response = http::error_response(401, "permission_denied", message);
    response.headers.add("WWW-Authenticate", "Bearer");
    return response;
}

/// What the request carries of a consumer's signature: nothing, or something that may be malformed.
std::optional<Result<LogAccess>> find_log_access(const Request& request) {
    const auto header = request.headers.find("Authorization");
    if (header) return parse_log_access(*header);
    const auto address = request.query_parameter("address");
    const auto expires = request.query_parameter("expires");
    const auto signature = request.query_parameter("signature");
    if (!address && !expires && !signature) return std::nullopt;
    const auto seconds = number_from<std::uint64_t>(expires.value_or(""));
    if (!address || !signature || !seconds)
        return fail(ErrorCode::invalid_argument,
                    "the query parameters address, expires (Unix seconds) and signature (base64) "
                    "belong together");
    return LogAccess{*address, *seconds, *signature};
}

}  // namespace

ApiAccess::ApiAccess(Worker& worker, std::string pairing_token)
    : worker_(worker), pairing_token_(std::move(pairing_token)) {}

bool ApiAccess::has_token(const Request& request) const {
    const auto given = request.headers.find("Authorization");
    return given && is_authorized(*given, pairing_token_);
}

std::optional<Response> ApiAccess::refuse_stranger(const Request& request) const {
    if (has_token(request)) return std::nullopt;
    return unauthorized("this needs the worker's pairing token: Authorization: Bearer …");
}

std::optional<Response> ApiAccess::refuse_reader(const Request& request, JobId job) {
    if (has_token(request)) return std::nullopt;
    const auto access = find_log_access(request);
    if (!access || !*access)
        return unauthorized(
            "a job's log needs the worker's pairing token, or the signature of the address that "
            "posted it: Authorization: SEP53 address=G…, expires=UNIXSECONDS, signature=BASE64");
    auto checked = check_signature(**access, job);
    if (checked) checked = check_consumer((*access)->address, job, request.stop);
    if (checked) return std::nullopt;
    if (checked.error().code == ErrorCode::timed_out) return unauthorized(checked.error().message);
    return http::error_response(checked.error());
}

Result<void> ApiAccess::check_signature(const LogAccess& access, JobId job) const {
    const auto now = unix_seconds(worker_.parts().clock.now());
    const auto limit = static_cast<std::uint64_t>(log_access_limit.count());
    if (access.expires <= now)
        return fail(ErrorCode::timed_out, "the signature expired {} s ago: sign again",
                    now - access.expires);
    if (access.expires - now > limit)
        return fail(ErrorCode::permission_denied,
                    "the signature expires in {} s, and the limit is {} s: sign for less",
                    access.expires - now, limit);
    const auto account = stellar::AccountId::parse(access.address);
    const auto signature = from_base64(access.signature);
    const auto message =
        log_access_message(worker_.parts().chain.marketplace(), job, access.expires);
    if (!account || !signature || !stellar::verify_message(*account, message, *signature))
        return fail(ErrorCode::permission_denied,
                    "the signature is not that address's (SEP-53) of {:?}", message);
    return {};
}

Result<void> ApiAccess::check_consumer(const std::string& address, JobId job,
                                       std::stop_token stop) {
    const auto refusal =
        fail(ErrorCode::permission_denied, "job {} was not posted by this address", job);
    if (const auto record = worker_.job(job)) {
        if (record->consumer != address) return refusal;
        return {};
    }
    // Anybody can sign, so that one at a time may make this worker ask the network.
    const std::unique_lock alone(asking_chain_, std::try_to_lock);
    if (!alone)
        return fail(ErrorCode::unavailable, "job {} is not here yet: try again in a moment", job);
    const auto posted = worker_.parts().chain.fetch_job(job, std::move(stop));
    if (!posted && posted.error().code != ErrorCode::not_found)
        return std::unexpected(posted.error());
    if (!posted || posted->consumer != address) return refusal;
    return fail(ErrorCode::not_found, "job {} has no log here: this worker has not begun it", job);
}

}  // namespace carrot::worker
