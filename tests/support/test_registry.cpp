#include "support/test_registry.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/posix.hpp"

extern char** environ;

namespace carrot::tests {
namespace {

using namespace std::chrono_literals;

constexpr const char* program = "docker-registry";
constexpr auto start_limit = 20s;
/// bcrypt of TestRegistry::password, the only form that the registry takes.
constexpr const char* htpasswd =
    "carrot:$2b$04$hGGhZV/bCdTdVIgvMK0NW.blzZ4SosTaWosNF6AKxHFbP.0LSQZIG\n";

template <class T>
T expect(Result<T> result) {
    if (!result) throw std::runtime_error("no test registry: " + result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// The registry can't choose a port itself and tell it.
std::uint16_t free_port() {
    const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {}, .sin_zero = {}};
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket.get(), generic, size) != 0 ||
        ::getsockname(socket.get(), generic, &size) != 0)
        throw std::runtime_error("no free port");
    return ::ntohs(address.sin_port);
}

std::string configuration(const std::filesystem::path& folder, const std::string& host,
                          RegistryAccess access) {
    auto text = fmt::format(
        "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {}}}}}\n"
        "http: {{addr: \"{}\"}}\n",
        (folder / "data").string(), host);
    if (access == RegistryAccess::login)
        text += fmt::format("auth: {{htpasswd: {{realm: test, path: {}}}}}\n",
                            (folder / "htpasswd").string());
    return text;
}

int spawn(const std::filesystem::path& file) {
    std::string words[] = {program, "serve", file.string()};
    std::array<char*, 4> argv = {words[0].data(), words[1].data(), words[2].data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
    int pid = 0;
    const int error = ::posix_spawnp(&pid, program, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        throw std::runtime_error("no docker-registry: install Debian's package of this name");
    return pid;
}

}  // namespace

TestRegistry::TestRegistry(RegistryAccess access)
    : host_(fmt::format("127.0.0.1:{}", free_port())),
      asks_login_(access == RegistryAccess::login) {
    const auto file = directory_.path() / "config.yml";
    expect(write_file(file, as_bytes(configuration(directory_.path(), host_, access))));
    expect(write_file(directory_.path() / "htpasswd", as_bytes(std::string_view(htpasswd))));
    pid_ = spawn(file);
    const auto deadline = system_clock().since_boot() + start_limit;
    while (!client_.get(fmt::format("http://{}/v2/", host_))) {
        if (system_clock().since_boot() > deadline)
            throw std::runtime_error("docker-registry does not answer");
        system_clock().sleep_for(10ms, {});
    }
}

TestRegistry::~TestRegistry() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

http::ClientResponse TestRegistry::send(http::Method method, std::string_view path,
                                        std::string body, std::string_view content_type) {
    http::ClientRequest request{
        .method = method, .url = expect(http::Url::parse(fmt::format("http://{}{}", host_, path)))};
    request.headers.set("Content-Type", std::string(content_type));
    if (asks_login_)
        request.headers.set("Authorization",
                            "Basic " + to_base64(as_bytes(fmt::format("{}:{}", user, password))));
    request.body = std::move(body);
    return expect(http::expect_success(expect(client_.send(request)), "push to the test registry"));
}

void TestRegistry::push(std::string_view repository, std::string_view tag,
                        const RegistryImage& image) {
    for (const auto& [digest, content] : image.blobs) {
        const auto begun =
            send(http::Method::post, fmt::format("/v2/{}/blobs/uploads/", repository), {}, "");
        const auto location = std::string(begun.headers.find("Location").value_or(""));
        const auto path = location.substr(location.find("/v2/"));
        send(http::Method::put, fmt::format("{}&digest={}", path, digest), content,
             "application/octet-stream");
    }
    send(http::Method::put, fmt::format("/v2/{}/manifests/{}", repository, tag), image.manifest,
         manifest_type);
}

}  // namespace carrot::tests
