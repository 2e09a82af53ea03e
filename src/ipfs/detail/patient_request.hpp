// A request to somebody's service, sent again where that may help.
#pragma once

#include <functional>
#include <string>

#include "base/clock.hpp"
#include "http/client.hpp"

namespace carrot::ipfs {

struct PatientRequest {
    std::string operation;  ///< opens every error: "could not upload bafy… to Pinata"
    /// Makes the request for each attempt: a body that streams can be read once only.
    std::function<http::ClientRequest()> make;
    http::SendOptions send;
};

/// Sends up to four times, after pauses of 1, 2 and 4 seconds or what Retry-After (RFC 9110 section
/// 10.2.3) asks for, where that may help: no connection, a cut one, silence, 429 and 5xx. A service
/// that asks for more than two minutes is not waited for. The answer is a 2xx one. Errors:
/// permission_denied (the token), resource_exhausted (413, 429), unavailable, timed_out, cancelled.
Result<http::ClientResponse> send_patiently(http::Client& client, Clock& clock,
                                            const PatientRequest& request);

}  // namespace carrot::ipfs
