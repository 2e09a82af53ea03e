#include "sandbox/docker_engine.hpp"

#include <fcntl.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <deque>
#include <utility>

#include "base/posix.hpp"
#include "http/client.hpp"
#include "http/json.hpp"
#include "sandbox/detail/created_check.hpp"
#include "sandbox/detail/docker_json.hpp"
#include "sandbox/detail/progress_lines.hpp"
#include "sandbox/tar_extractor.hpp"

namespace carrot::sandbox {
namespace {

namespace json = boost::json;
using http::ClientRequest;
using http::ClientResponse;
using http::Method;
using http::percent_encode;
using namespace std::chrono_literals;

constexpr auto upload_timeout = 10min;

/// What a container wrote, from the connection that attach left HTTP with.
class AttachedOutput final : public ContainerOutput {
public:
    explicit AttachedOutput(http::DuplexStream stream) : stream_(std::move(stream)) {}

    Result<std::optional<OutputChunk>> next(std::stop_token stop) override {
        while (chunks_.empty()) {
            const auto count = TRY(stream_.read(buffer_, stop));
            if (count == 0) {
                TRY(parser_.finish());
                return std::nullopt;
            }
            for (auto& chunk : TRY(parser_.feed(BytesView(buffer_).first(count))))
                chunks_.push_back(std::move(chunk));
        }
        auto chunk = std::move(chunks_.front());
        chunks_.pop_front();
        return chunk;
    }

private:
    http::DuplexStream stream_;
    OutputFrameParser parser_;
    std::deque<OutputChunk> chunks_;
    Bytes buffer_ = Bytes(64 * 1024);
};

class DockerEngine final : public ContainerEngine {
public:
    explicit DockerEngine(std::filesystem::path socket) {
        server_.scheme = http::Url::Scheme::unix_socket;
        server_.socket_path = std::move(socket);
    }

    Result<EngineFacts> fetch_facts(std::stop_token stop) override {
        const auto version = TRY(get_json("/version", "ask the engine's version", stop));
        return detail::read_facts(TRY(get_json("/info", "ask the engine's settings", stop)),
                                  version);
    }

    Result<Image> inspect_image(std::string_view image, std::stop_token stop) override {
        TRY(check_image_name(image));
        return detail::read_image(TRY(get_json(fmt::format("/images/{}/json", image),
                                               fmt::format("inspect image {}", image), stop)));
    }

    Result<Image> pull_image(std::string_view image, const OnPullProgress& on_progress,
                             std::stop_token stop) override {
        TRY(check_image_name(image));
        const auto name = detail::split_pull_name(image);
        auto request = make(
            Method::post,
            "/images/create?" + http::format_query({{"fromImage", name.name}, {"tag", name.tag}}));
        const auto operation = fmt::format("pull image {}", image);
        TRY(follow_progress(request, operation, on_progress, stop));
        return inspect_image(image, stop);
    }

    Result<Image> import_image(std::string_view image, const std::filesystem::path& tar,
                               std::stop_token stop) override {
        TRY(check_image_name(image));
        FileDescriptor file(::open(tar.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status{};
        if (!file.valid() || ::fstat(file.get(), &status) != 0) return system_failure("open", tar);

        const auto name = detail::split_pull_name(image);
        auto request = make(
            Method::post,
            "/images/create?" +
                http::format_query({{"fromSrc", "-"}, {"repo", name.name}, {"tag", name.tag}}));
        request.headers.set("Content-Type", "application/x-tar");
        const auto read = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
            const auto count = ::read(file.get(), out.data(), out.size());
            if (count < 0) return system_failure("read", tar);
            return static_cast<std::size_t>(count);
        };
        request.body = http::BlockBody{read, static_cast<std::uint64_t>(status.st_size)};
        const auto operation = fmt::format("import image {} from {}", image, tar.string());
        TRY(follow_progress(request, operation, {}, stop));
        return inspect_image(image, stop);
    }

    Result<ContainerId> create_container(const ContainerConfig& config,
                                         std::stop_token stop) override {
        auto request =
            make(Method::post, "/containers/create?" + http::format_query({{"name", config.name}}));
        request.headers.set("Content-Type", "application/json");
        request.body = http::format_json(detail::create_request(config));
        const auto operation = fmt::format("create container {}", config.name);
        auto response = TRY(client_.send(request, {.timeout = 2min, .stop = stop}));
        const bool exists = response.status == 409;
        auto created = http::expect_success(std::move(response), operation);
        if (!created && exists) created.error().code = ErrorCode::already_exists;
        if (!created) return std::unexpected(std::move(created.error()));
        const auto answer = TRY(http::parse_json(created->body));
        ContainerId id { TRY(detail::text_member(answer, "Id")) };
        // Docker drops a limit that its kernel can't hold, and only warns.
        const auto* warnings = answer.as_object().if_contains("Warnings");
        if (warnings && warnings->is_array() && !warnings->get_array().empty()) {
            TRY(remove(id, stop));
            return fail(ErrorCode::failed_precondition, "could not {}: the engine warns: {}",
                        operation, http::format_json(*warnings));
        }
        TRY(check_created(id, config, operation, stop));
        return id;
    }

    Result<std::unique_ptr<ContainerOutput>> attach(const ContainerId& id,
                                                    std::stop_token stop) override {
        const auto request =
            make(Method::post, container_path(id, "/attach?stream=1&stdout=1&stderr=1"));
        return std::make_unique<AttachedOutput>(TRY(client_.upgrade(request, {.stop = stop})));
    }

    Result<void> follow_logs(const ContainerId& id, const OnOutput& on_chunk,
                             std::stop_token stop) override {
        const auto request =
            make(Method::get, container_path(id, "/logs?stdout=1&stderr=1&follow=1"));
        OutputFrameParser parser;
        const auto take = [&](BytesView block) -> Result<void> {
            for (auto& chunk : TRY(parser.feed(block)))
                TRY(on_chunk(std::move(chunk)));
            return {};
        };
        TRY(send(request, "read a container's logs", {.stop = stop, .on_body = take}));
        return parser.finish();
    }

    Result<void> start(const ContainerId& id, std::stop_token stop) override {
        return command(make(Method::post, container_path(id, "/start")), "start a container",
                       {.timeout = 2min, .stop = stop});
    }

    Result<ContainerState> wait(const ContainerId& id, std::stop_token stop) override {
        // The header comes at once and the body when the container ends.
        std::string body;
        const auto take = [&](BytesView block) -> Result<void> {
            body += as_text(block);
            return {};
        };
        const auto request = make(Method::post, container_path(id, "/wait?condition=not-running"));
        TRY(send(request, "wait for a container", {.stop = stop, .on_body = take}));
        if (!http::parse_json(body))
            return fail(ErrorCode::unavailable,
                        "could not wait for a container: the engine went away");
        return inspect(id.value, stop);
    }

    Result<void> stop(const ContainerId& id, std::chrono::seconds grace,
                      std::stop_token stop) override {
        const auto path = container_path(id, fmt::format("/stop?t={}", grace.count()));
        return command(make(Method::post, path), "stop a container",
                       {.timeout = grace + 1min, .stop = stop});
    }

    Result<ContainerState> inspect(std::string_view id_or_name, std::stop_token stop) override {
        return detail::read_container(
            TRY(get_json(fmt::format("/containers/{}/json", percent_encode(id_or_name)),
                         fmt::format("inspect container {}", id_or_name), stop)));
    }

    Result<CopySummary> copy_out(const ContainerId& id, std::string_view folder,
                                 const std::filesystem::path& destination, const CopyLimits& limits,
                                 std::stop_token stop) override {
        const auto root_name = std::filesystem::path(folder).filename().string();
        auto extractor = TRY(TarExtractor::open(destination, root_name, limits));
        TarParser parser(extractor);
        const auto path =
            container_path(id, "/archive?" + http::format_query({{"path", std::string(folder)}}));
        const auto operation = fmt::format("copy {} out of a container", folder);
        TRY(send(make(Method::get, path), operation,
                 {.idle_timeout = 2min, .stop = stop, .on_body = [&](BytesView block) {
                      return parser.feed(block);
                  }}));
        TRY(parser.finish());
        return extractor.summary();
    }

    Result<void> remove(const ContainerId& id, std::stop_token stop) override {
        const auto response =
            TRY(client_.send(make(Method::delete_, container_path(id, "?force=1&v=1")),
                             {.timeout = 2min, .stop = stop}));
        if (response.status == 404) return {};
        // Somebody else removes it already.
        if (response.status == 409)
            return command(make(Method::post, container_path(id, "/wait?condition=removed")),
                           "wait for a container's removal", {.timeout = 1min, .stop = stop});
        TRY(http::expect_success(response, "remove a container"));
        return {};
    }

    Result<std::vector<ContainerState>> list(const Labels& labels, std::stop_token stop) override {
        json::array wanted;
        for (const auto& [name, value] : labels)
            wanted.emplace_back(name + '=' + value);
        const auto filters = http::format_json(json::object{{"label", wanted}});
        const auto path =
            "/containers/json?" + http::format_query({{"all", "1"}, {"filters", filters}});
        const auto found = TRY(get_json(path, "list containers", stop));
        if (!found.is_array())
            return fail(ErrorCode::internal, "the container engine's list is none");
        std::vector<ContainerState> states;
        for (const auto& item : found.get_array()) {
            auto state = inspect(TRY(detail::text_member(item, "Id")), stop);
            if (state)
                states.push_back(std::move(*state));
            else if (state.error().code != ErrorCode::not_found)  // gone since it was listed
                return std::unexpected(std::move(state.error()));
        }
        return states;
    }

private:
    Result<void> check_created(const ContainerId& id, const ContainerConfig& config,
                               std::string_view operation, std::stop_token stop) {
        const auto path = container_path(id, "/json");
        const auto faults = detail::weaker_than_asked(config, TRY(get_json(path, operation, stop)));
        if (faults.empty()) return {};
        TRY(remove(id, stop));
        return fail(ErrorCode::failed_precondition,
                    "could not {}: the engine made another than was asked for: {}: use Docker or "
                    "Podman as they are released",
                    operation, fmt::join(faults, "; "));
    }

    static Result<void> check_image_name(std::string_view image) {
        if (detail::is_image_name(image)) return {};
        return fail(ErrorCode::invalid_argument, "{:?} is no image name", image);
    }

    static std::string container_path(const ContainerId& id, std::string_view rest) {
        return fmt::format("/containers/{}{}", percent_encode(id.value), rest);
    }

    ClientRequest make(Method method, std::string_view target) const {
        return {.method = method, .url = server_.at(fmt::format("/v1.41{}", target))};
    }

    Result<ClientResponse> send(const ClientRequest& request, std::string_view operation,
                                const http::SendOptions& options) {
        return http::expect_success(TRY(client_.send(request, options)), operation);
    }

    /// For what changes a container's state: 304 says that it is so already.
    Result<void> command(const ClientRequest& request, std::string_view operation,
                         const http::SendOptions& options) {
        auto response = TRY(client_.send(request, options));
        if (response.status == 304) return {};
        TRY(http::expect_success(std::move(response), operation));
        return {};
    }

    Result<json::value> get_json(std::string_view target, std::string_view operation,
                                 std::stop_token stop) {
        const auto response = TRY(send(make(Method::get, target), operation, {.stop = stop}));
        return http::parse_json(response.body);
    }

    Result<void> follow_progress(const ClientRequest& request, std::string_view operation,
                                 const OnPullProgress& on_progress, std::stop_token stop) {
        detail::ProgressLines lines(on_progress);
        http::SendOptions options{.timeout = upload_timeout, .stop = stop};
        options.on_body = [&](BytesView block) { return lines.feed(block); };
        auto response = TRY(client_.send(request, options));
        const bool engine_failed = response.status >= 500;
        auto checked = http::expect_success(std::move(response), operation);
        if (!checked && engine_failed)
            checked.error().code = detail::image_error_code(checked.error().message);
        TRY(checked);
        return with_context(lines.finish(), operation);
    }

    http::Client client_;
    http::Url server_;
};

}  // namespace

std::unique_ptr<ContainerEngine> make_docker_engine(std::filesystem::path socket) {
    return std::make_unique<DockerEngine>(std::move(socket));
}

}  // namespace carrot::sandbox
