// How a consumer shows a worker that a job is theirs, to read its log: by a SEP-53 signature with
// the address that posted it. Made by `carrot job logs` and by wallets, checked by the worker's
// API.
//
//   Authorization: SEP53 address=G…, expires=1785000000, signature=…
//
// or the same three as query parameters, because an EventSource in a browser sets no headers.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// A signature opens the log no longer than this.
inline constexpr std::chrono::seconds log_access_limit{3600};

/// The text that is signed. `expires`: Unix seconds. `marketplace`: the contract's address (C…).
std::string log_access_message(std::string_view marketplace, JobId job, std::uint64_t expires);

struct LogAccess {
    std::string address;        ///< G…
    std::uint64_t expires = 0;  ///< Unix seconds, at most log_access_limit from now
    std::string signature;      ///< base64 of 64 bytes, as wallets give it
};

/// The Authorization header's value.
std::string format_log_access(const LogAccess& access);

/// Reads such a value. invalid_argument when it is none.
Result<LogAccess> parse_log_access(std::string_view authorization);

}  // namespace carrot::worker
