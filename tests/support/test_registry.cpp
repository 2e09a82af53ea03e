#include "support/test_registry.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/posix.hpp"
#include "support/spawn.hpp"

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

pid_t spawn_registry(const std::filesystem::path& file) {
    const FileDescriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    try {
        return spawn({program, "serve", file.string()},
                     {.output = nowhere.get(), .errors = nowhere.get()});
    } catch (const std::runtime_error& e) {
        throw std::runtime_error(fmt::format("{}: install Debian's docker-registry", e.what()));
    }
}

}  // namespace

TestRegistry::TestRegistry(RegistryAccess access)
    : host_(fmt::format("127.0.0.1:{}", free_port())),
      asks_login_(access == RegistryAccess::login) {
    const auto file = directory_.path() / "config.yml";
    expect(write_file(file, as_bytes(configuration(directory_.path(), host_, access))));
    expect(write_file(directory_.path() / "htpasswd", as_bytes(std::string_view(htpasswd))));
    pid_ = spawn_registry(file);
    const auto deadline = system_clock().since_boot() + start_limit;
    while (!client_.get(fmt::format("http://{}/v2/", host_))) {
        if (system_clock().since_boot() > deadline)
            throw std::runtime_error("docker-registry does not answer");
        system_clock().sleep_for(10ms, {});
    }
}

TestRegistry::~TestRegistry() {
    ::kill(pid_, SIGKILL);
    wait_for(pid_);
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
