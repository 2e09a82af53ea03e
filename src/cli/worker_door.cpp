#include "cli/worker_door.hpp"

#include <sys/un.h>

#include "base/file.hpp"
#include "worker/pairing_token.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t note_limit_bytes = 8192;

std::filesystem::path note_in(const std::filesystem::path& worker_directory) {
    return worker_directory / "api-url";
}

Error no_worker(const std::filesystem::path& worker_directory) {
    return {ErrorCode::not_found,
            fmt::format("no worker is at work in {}: start one with 'carrot worker', or name its "
                        "--network and --data-dir",
                        worker_directory.native())};
}

}  // namespace

std::filesystem::path WorkerDoorFile::socket_in(const std::filesystem::path& worker_directory) {
    auto socket = worker_directory / "api.sock";
    return socket.native().size() < sizeof(sockaddr_un::sun_path) ? socket
                                                                  : std::filesystem::path{};
}

Result<WorkerDoorFile> WorkerDoorFile::leave(const std::filesystem::path& worker_directory,
                                             const http::Server& server) {
    auto socket = socket_in(worker_directory);
    auto url = socket.empty() ? server.url() : "unix://" + socket.native();
    TRY(write_file(note_in(worker_directory), as_bytes(url), FileMode::secret));
    return WorkerDoorFile(note_in(worker_directory));
}

WorkerDoorFile::~WorkerDoorFile() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

Result<http::Url> find_worker(const std::filesystem::path& worker_directory) {
    auto note = read_file(note_in(worker_directory), note_limit_bytes);
    if (!note && note.error().code == ErrorCode::not_found)
        return std::unexpected(no_worker(worker_directory));
    if (!note) return std::unexpected(std::move(note.error()));
    return http::Url::parse(as_text(*note));
}

Result<http::ClientResponse> ask_worker(http::Client& client,
                                        const std::filesystem::path& worker_directory,
                                        std::string_view path, std::stop_token stop) {
    http::ClientRequest request;
    request.url = TRY(find_worker(worker_directory))
    .at(path);
    auto token = TRY(worker::load_pairing_token(worker_directory));
    request.headers.set("Authorization", "Bearer " + token);
    auto answer = client.send(request, {.timeout = std::chrono::seconds(10), .stop = stop});
    // A worker that was killed leaves its note.
    if (!answer && answer.error().code == ErrorCode::unavailable)
        return std::unexpected(no_worker(worker_directory));
    return http::expect_success(TRY(std::move(answer)), fmt::format("ask the worker for {}", path));
}

}  // namespace carrot::cli
