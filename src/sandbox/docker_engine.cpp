#include "sandbox/docker_engine.hpp"

#include <fmt/ranges.h>

#include <deque>
#include <utility>

#include "http/client.hpp"
#include "http/json.hpp"
#include "sandbox/detail/created_check.hpp"
#include "sandbox/detail/docker_connection.hpp"
#include "sandbox/detail/docker_images.hpp"
#include "sandbox/detail/docker_json.hpp"
#include "sandbox/tar_extractor.hpp"

namespace carrot::sandbox {
namespace {

namespace json = boost::json;
using http::ClientRequest;
using http::Method;
using http::percent_encode;
using namespace std::chrono_literals;

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
    explicit DockerEngine(std::filesystem::path socket) : connection_(std::move(socket)) {}

    Result<EngineFacts> fetch_facts(std::stop_token stop) override {
        const auto version =
            TRY(connection_.get_json("/version", "ask the engine's version", stop));
        return detail::read_facts(
            TRY(connection_.get_json("/info", "ask the engine's settings", stop)), version);
    }

    Result<Image> inspect_image(std::string_view image, std::stop_token stop) override {
        return images_.inspect(image, stop);
    }

    Result<Image> pull_image(std::string_view image, const PullOptions& options,
                             std::stop_token stop) override {
        return images_.pull(image, options, stop);
    }

    Result<std::string> find_in_registry(std::string_view image,
                                         const std::optional<RegistryLogin>& login,
                                         std::stop_token stop) override {
        return images_.find_in_registry(image, login, stop);
    }

    Result<Image> import_image(std::string_view image, const std::filesystem::path& tar,
                               std::stop_token stop) override {
        return images_.import(image, tar, stop);
    }

    Result<std::vector<Image>> list_images(std::stop_token stop) override {
        return images_.list(stop);
    }

    Result<void> remove_image(std::string_view image, std::stop_token stop) override {
        return images_.remove(image, stop);
    }

    Result<ContainerId> create_container(const ContainerConfig& config,
                                         std::stop_token stop) override {
        auto request =
            make(Method::post, "/containers/create?" + http::format_query({{"name", config.name}}));
        request.headers.set("Content-Type", "application/json");
        request.body = http::format_json(detail::create_request(config));
        const auto operation = fmt::format("create container {}", config.name);
        auto response = TRY(connection_.exchange(request, {.timeout = 2min, .stop = stop}));
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
        return std::make_unique<AttachedOutput>(TRY(connection_.upgrade(request, {.stop = stop})));
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
        TRY(connection_.send(request, "read a container's logs", {.stop = stop, .on_body = take}));
        return parser.finish();
    }

    Result<void> start(const ContainerId& id, std::stop_token stop) override {
        return connection_.command(make(Method::post, container_path(id, "/start")),
                                   "start a container", {.timeout = 2min, .stop = stop});
    }

    Result<ContainerState> wait(const ContainerId& id, std::stop_token stop) override {
        // The header comes at once and the body when the container ends.
        std::string body;
        const auto take = [&](BytesView block) -> Result<void> {
            body += as_text(block);
            return {};
        };
        const auto request = make(Method::post, container_path(id, "/wait?condition=not-running"));
        TRY(connection_.send(request, "wait for a container", {.stop = stop, .on_body = take}));
        if (!http::parse_json(body))
            return fail(ErrorCode::unavailable,
                        "could not wait for a container: the engine went away");
        return inspect(id.value, stop);
    }

    Result<void> stop(const ContainerId& id, std::chrono::seconds grace,
                      std::stop_token stop) override {
        const auto path = container_path(id, fmt::format("/stop?t={}", grace.count()));
        return connection_.command(make(Method::post, path), "stop a container",
                                   {.timeout = grace + 1min, .stop = stop});
    }

    Result<ContainerState> inspect(std::string_view id_or_name, std::stop_token stop) override {
        return detail::read_container(
            TRY(connection_.get_json(fmt::format("/containers/{}/json", percent_encode(id_or_name)),
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
        TRY(connection_.send(make(Method::get, path), operation,
                             {.idle_timeout = 2min, .stop = stop, .on_body = [&](BytesView block) {
                                  return parser.feed(block);
                              }}));
        TRY(parser.finish());
        return extractor.summary();
    }

    Result<void> remove(const ContainerId& id, std::stop_token stop) override {
        const auto response =
            TRY(connection_.exchange(make(Method::delete_, container_path(id, "?force=1&v=1")),
                                     {.timeout = 2min, .stop = stop}));
        if (response.status == 404) return {};
        // Somebody else removes it already.
        if (response.status == 409)
            return connection_.command(
                make(Method::post, container_path(id, "/wait?condition=removed")),
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
        const auto found = TRY(connection_.get_json(path, "list containers", stop));
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
        const auto faults =
            detail::weaker_than_asked(config, TRY(connection_.get_json(path, operation, stop)));
        if (faults.empty()) return {};
        TRY(remove(id, stop));
        return fail(ErrorCode::failed_precondition,
                    "could not {}: the engine made another than was asked for: {}: use Docker or "
                    "Podman as they are released",
                    operation, fmt::join(faults, "; "));
    }

    static std::string container_path(const ContainerId& id, std::string_view rest) {
        return fmt::format("/containers/{}{}", percent_encode(id.value), rest);
    }

    ClientRequest make(Method method, std::string_view target) const {
        return connection_.make(method, target);
    }

    detail::DockerConnection connection_;
    detail::DockerImages images_{connection_};
};

}  // namespace

std::unique_ptr<ContainerEngine> make_docker_engine(std::filesystem::path socket) {
    return std::make_unique<DockerEngine>(std::move(socket));
}

}  // namespace carrot::sandbox
