#include "sandbox/detail/docker_images.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "base/posix.hpp"
#include "sandbox/detail/docker_json.hpp"

namespace carrot::sandbox::detail {
namespace {

using http::Method;
using namespace std::chrono_literals;

/// An engine tells of a pull as soon as the registry has answered; how long that may take is its
/// caller's to decide.
constexpr auto answer_timeout = 60min;

constexpr auto lookup_timeout = 60s;

Result<void> check_image_name(std::string_view image) {
    if (is_image_name(image)) return {};
    return fail(ErrorCode::invalid_argument, "{:?} is no image name", image);
}

}  // namespace

Result<Image> DockerImages::inspect(std::string_view image, std::stop_token stop) {
    TRY(check_image_name(image));
    return read_image(TRY(connection_.get_json(fmt::format("/images/{}/json", image),
                                               fmt::format("inspect image {}", image), stop)));
}

Result<Image> DockerImages::pull(std::string_view image, const PullOptions& options,
                                 std::stop_token stop) {
    TRY(check_image_name(image));
    const auto name = split_pull_name(image);
    auto request = connection_.make(
        Method::post,
        "/images/create?" + http::format_query({{"fromImage", name.name}, {"tag", name.tag}}));
    if (options.login) request.headers.set("X-Registry-Auth", login_header(*options.login));
    ProgressLines lines(options.on_progress, pull_error_code);
    TRY(follow_progress(request, fmt::format("pull image {}", image), lines, stop));
    return inspect(image, stop);
}

Result<std::string> DockerImages::find_in_registry(std::string_view image,
                                                   const std::optional<RegistryLogin>& login,
                                                   std::stop_token stop) {
    TRY(check_image_name(image));
    auto request = connection_.make(Method::get, fmt::format("/distribution/{}/json", image));
    if (login) request.headers.set("X-Registry-Auth", login_header(*login));
    auto response =
        TRY(connection_.exchange(request, {.timeout = lookup_timeout, .stop = std::move(stop)}));
    const bool refused = !response.ok();
    auto checked = http::expect_success(std::move(response),
                                        fmt::format("find image {} in its registry", image));
    if (!checked && refused) checked.error().code = pull_error_code(checked.error().message);
    const auto answer = TRY(http::parse_json(TRY(checked).body));
    const auto* descriptor =
        answer.is_object() ? answer.get_object().if_contains("Descriptor") : nullptr;
    if (!descriptor)
        return fail(ErrorCode::internal, "the container engine's answer has no descriptor");
    return text_member(*descriptor, "digest");
}

Result<Image> DockerImages::import(std::string_view image, const std::filesystem::path& tar,
                                   std::stop_token stop) {
    TRY(check_image_name(image));
    FileDescriptor file(::open(tar.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (!file.valid() || ::fstat(file.get(), &status) != 0) return system_failure("open", tar);

    const auto name = split_pull_name(image);
    auto request = connection_.make(
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
    const OnPullProgress unheard;
    ProgressLines lines(unheard, import_error_code);
    TRY(follow_progress(request, operation, lines, stop));
    return inspect(image, stop);
}

Result<std::vector<Image>> DockerImages::list(std::stop_token stop) {
    const auto found = TRY(connection_.get_json("/images/json", "list images", stop));
    if (!found.is_array())
        return fail(ErrorCode::internal, "the container engine's list of images is none");
    std::vector<Image> images;
    for (const auto& item : found.get_array())
        images.push_back(TRY(read_image(item)));
    return images;
}

Result<void> DockerImages::remove(std::string_view image, std::stop_token stop) {
    TRY(check_image_name(image));
    const auto request = connection_.make(Method::delete_, fmt::format("/images/{}", image));
    auto response = TRY(connection_.exchange(request, {.timeout = 5min, .stop = std::move(stop)}));
    if (response.status == 404) return {};
    TRY(http::expect_success(std::move(response), fmt::format("remove image {}", image)));
    return {};
}

/// What is wrong with an image or its registry, Docker tells in words alone, with any status.
Result<void> DockerImages::follow_progress(const http::ClientRequest& request,
                                           std::string_view operation, ProgressLines& lines,
                                           std::stop_token stop) {
    http::SendOptions options{.timeout = answer_timeout, .stop = std::move(stop)};
    options.on_body = [&](BytesView block) { return lines.feed(block); };
    auto response = TRY(connection_.exchange(request, options));
    const bool refused = !response.ok();
    auto checked = http::expect_success(std::move(response), operation);
    if (!checked && refused) checked.error().code = lines.code_of(checked.error().message);
    TRY(checked);
    return with_context(lines.finish(), operation);
}

}  // namespace carrot::sandbox::detail
