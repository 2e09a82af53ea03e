// A Docker daemon of Carrot's own, for machines where none runs. It needs root, keeps everything in
// one folder, gives containers no network, and leaves the machine's network settings alone.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace carrot::sandbox {

struct PrivateEngineOptions {
    std::filesystem::path directory;  ///< absolute; at most 60 bytes, as socket paths are short
    std::string program = "dockerd";  ///< a name looked up in PATH, or a path
    std::vector<std::string> arguments{};  ///< further ones
    std::chrono::seconds start_limit{60};
    std::chrono::seconds stop_limit{30};
};

/// A running daemon. One that a killed predecessor left running in the same folder is taken over,
/// with its containers; a dead one's leftovers are cleared. Destroying it stops it.
class PrivateEngine {
public:
    /// Returns when the daemon answers. Errors: not_found (no dockerd: what to install),
    /// permission_denied (not root), failed_precondition (the daemon ended: the end of its log),
    /// timed_out, invalid_argument (the folder's path).
    static Result<PrivateEngine> start(const PrivateEngineOptions& options, std::stop_token stop);

    PrivateEngine(PrivateEngine&&) noexcept;
    PrivateEngine& operator=(PrivateEngine&&) noexcept;
    ~PrivateEngine();

    const std::filesystem::path& socket() const;
    int process_id() const;

    /// Ends the daemon, its containerd and its containers. timed_out when it had to be killed.
    Result<void> stop();

private:
    struct Impl;
    explicit PrivateEngine(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace carrot::sandbox
