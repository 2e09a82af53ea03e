// The server's listening sockets.
#pragma once

#include <memory>
#include <vector>

#include "http/detail/connection.hpp"

namespace carrot::http::detail {

/// Accepts connections and deals them out to the loops. Belongs to the first loop's thread.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void start() = 0;

    /// On the first loop's thread.
    virtual void close() = 0;

    /// The TCP port; 0 for a unix socket.
    virtual std::uint16_t port() const = 0;
};

using Loops = std::vector<std::shared_ptr<Loop>>;

Result<std::unique_ptr<Listener>> listen_tcp(const std::string& address, std::uint16_t port,
                                             const Loops& loops, ServerShared& shared);

/// Only the file's owner may connect.
Result<std::unique_ptr<Listener>> listen_unix(const std::filesystem::path& path, const Loops& loops,
                                              ServerShared& shared);

}  // namespace carrot::http::detail
