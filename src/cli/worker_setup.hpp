// From the settings and the command line to what a worker is started with.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/session.hpp"
#include "cli/worker_settings.hpp"
#include "http/server.hpp"
#include "ipfs/result_store.hpp"
#include "worker/worker.hpp"

namespace carrot::cli {

/// What the command line says over the settings file.
struct WorkerLine {
    std::optional<std::uint16_t> port;
    std::optional<std::string> address;
    std::optional<std::filesystem::path> engine;
    std::optional<std::filesystem::path> python_image;
    std::optional<std::string> endpoint;
    bool paired = false;
    std::optional<std::string> provider;
    bool insecure = false;

    void declare(Command& command);
};

/// The settings file, then the command line, then the defaults that depend on the rest.
Result<WorkerSettings> read_worker_settings(const Session& session, const WorkerLine& line,
                                            Mistakes& mistakes);

/// Shows every mistake on a line of its own; invalid_argument when there are any.
Result<void> refuse_mistakes(Output& output, const Mistakes& mistakes);

worker::WorkerOptions worker_options(const Session& session, const WorkerSettings& settings);

/// The API's server.
Result<http::ServerOptions> server_options(const WorkerSettings& settings,
                                           const std::filesystem::path& directory);

/// This machine's store, copied to the services that the settings name. Reads their secrets.
Result<std::unique_ptr<ipfs::ResultStore>> open_worker_store(
    const Session& session, const WorkerSettings& settings, const std::filesystem::path& directory);

/// Every setting with the value that is in force.
boost::json::object to_document(const WorkerSettings& settings);

}  // namespace carrot::cli
