#include "ipfs/detail/car_upload.hpp"

#include <array>
#include <memory>

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "ipfs/car_writer.hpp"

namespace carrot::ipfs {
namespace {

using namespace std::chrono_literals;

constexpr std::array retry_after = {1000ms, 2000ms, 4000ms};

// The slowest line that an upload should survive: 256 KiB a second, after a minute of grace.
constexpr std::uint64_t slowest_bytes_per_s = 256 * 1024;
constexpr auto grace = 60s;

struct Form {
    std::string boundary;
    std::string before;  // the file's bytes
    std::string after;
};

Form make_form(const http::Parameters& fields, const Cid& root) {
    std::array<std::uint8_t, 16> random{};
    fill_random(random);
    Form form{.boundary = "carrot-" + to_hex(random), .before = {}, .after = {}};
    for (const auto& [name, value] : fields)
        form.before +=
            fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                        form.boundary, name, value);
    form.before += fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}.car\"\r\n"
        "Content-Type: application/vnd.ipld.car; version=1\r\n\r\n",
        form.boundary, root.to_string());
    form.after = fmt::format("\r\n--{}--\r\n", form.boundary);
    return form;
}

http::BlockBody body_of(const Form& form, const BlockSource& blocks, const Cid& root,
                        std::uint64_t car_bytes) {
    struct State {
        std::string_view before;
        CarWriter car;
        std::string_view after;
    };
    const auto take = [](std::string_view& text, std::span<std::uint8_t> out) {
        const auto count = std::min(out.size(), text.size());
        std::copy_n(text.begin(), count, out.begin());
        text.remove_prefix(count);
        return count;
    };
    auto state = std::make_shared<State>(form.before, CarWriter(blocks, root), form.after);
    const auto read = [state, take](std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (const auto count = take(state->before, out); count > 0) return count;
        if (const auto count = TRY(state->car.read(out)); count > 0) return count;
        return take(state->after, out);
    };
    return {.read = read, .size_bytes = form.before.size() + car_bytes + form.after.size()};
}

bool may_help_again(const Result<http::ClientResponse>& response) {
    if (!response)
        return response.error().code == ErrorCode::unavailable ||
               response.error().code == ErrorCode::timed_out;
    return response->status == 429 || response->status >= 500;
}

Result<http::ClientResponse> send_once(http::Client& client, const CarUpload& upload,
                                       const BlockSource& blocks, const Cid& root,
                                       std::uint64_t car_bytes, const std::stop_token& stop) {
    const auto form = make_form(upload.fields, root);
    http::ClientRequest request{.method = http::Method::post, .url = upload.url};
    request.headers.set("Content-Type", "multipart/form-data; boundary=" + form.boundary);
    request.headers.set("Accept", "application/json");
    if (!upload.bearer_token.empty())
        request.headers.set("Authorization", "Bearer " + upload.bearer_token);
    request.body = body_of(form, blocks, root, car_bytes);
    http::SendOptions options;
    options.timeout = grace + std::chrono::seconds(car_bytes / slowest_bytes_per_s);
    options.response_limit_bytes = 1 << 20;
    options.stop = stop;
    return client.send(request, options);
}

}  // namespace

Result<http::ClientResponse> send_car(http::Client& client, Clock& clock, const CarUpload& upload,
                                      const BlockSource& blocks, const Cid& root,
                                      const std::stop_token& stop) {
    const auto operation =
        fmt::format("could not upload {} to {}", root.to_string(), upload.service);
    const auto car_bytes = TRY(with_context(car_size_bytes(blocks, root), operation));
    auto response = send_once(client, upload, blocks, root, car_bytes, stop);
    for (const auto pause : retry_after) {
        if (!may_help_again(response)) break;
        if (!clock.sleep_for(pause, stop))
            return fail(ErrorCode::cancelled, "{}: stopped", operation);
        response = send_once(client, upload, blocks, root, car_bytes, stop);
    }
    if (!response) return with_context(std::move(response), operation);
    auto success = http::expect_success(*std::move(response), operation);
    if (!success && success.error().code == ErrorCode::permission_denied)
        success.error().message += ": set a valid token";
    return success;
}

Result<void> expect_same_cid(std::string_view service, const Cid& ours, std::string_view theirs) {
    const auto cid = Cid::parse(theirs);
    if (!cid || *cid != ours)
        return fail(ErrorCode::corrupt_data,
                    "could not upload {} to {}: it answered with another CID, '{}'",
                    ours.to_string(), service, to_printable(theirs.substr(0, 80)));
    return {};
}

}  // namespace carrot::ipfs
