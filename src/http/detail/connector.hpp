// Opening connections: names to addresses, TCP and unix sockets.
#pragma once

#include <chrono>
#include <string>

#include "base/posix.hpp"
#include "http/detail/waiter.hpp"
#include "http/url.hpp"

namespace carrot::http::detail {

/// A connected, non-blocking socket. The error is the bare reason: "connection refused".
Result<FileDescriptor> connect_to(const Url& url, std::chrono::milliseconds timeout,
                                  Waiter& waiter);

/// errno's text as it stands inside a sentence.
std::string errno_text(int error_number);

}  // namespace carrot::http::detail
