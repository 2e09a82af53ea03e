// How this machine's own commands reach its running worker: a note in the worker's folder.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "http/client.hpp"
#include "http/server.hpp"

namespace carrot::cli {

/// The note; removed when this goes.
class WorkerDoorFile {
public:
    static Result<WorkerDoorFile> leave(const std::filesystem::path& worker_directory,
                                        const http::Server& server);
    WorkerDoorFile(WorkerDoorFile&& other) noexcept : file_(std::exchange(other.file_, {})) {}
    WorkerDoorFile& operator=(WorkerDoorFile&&) = delete;
    ~WorkerDoorFile();

    /// Where the API listens too, without TLS; empty when the folder's path is too long for one.
    static std::filesystem::path socket_in(const std::filesystem::path& worker_directory);

private:
    explicit WorkerDoorFile(std::filesystem::path file) : file_(std::move(file)) {}
    std::filesystem::path file_;
};

/// Asks the worker of that folder as its owner. not_found when none runs.
Result<http::ClientResponse> ask_worker(http::Client& client,
                                        const std::filesystem::path& worker_directory,
                                        std::string_view path, std::stop_token stop);

/// Its URL, as the note has it. not_found when none runs.
Result<http::Url> find_worker(const std::filesystem::path& worker_directory);

}  // namespace carrot::cli
