#include "ipfs/detail/car_upload.hpp"

#include <array>
#include <memory>

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/detail/patient_request.hpp"

namespace carrot::ipfs {
namespace {

// The slowest line that an upload should survive.
constexpr std::uint64_t slowest_bytes_per_s = 256 * 1024;

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

http::BlockBody body_of(Form form, const BlockSource& blocks, const Cid& root,
                        std::uint64_t car_bytes) {
    struct State {
        Form form;
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
    const auto size_bytes = form.before.size() + car_bytes + form.after.size();
    auto state = std::make_shared<State>(std::move(form), "", CarWriter(blocks, root), "");
    state->before = state->form.before;
    state->after = state->form.after;
    const auto read = [state, take](std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (const auto count = take(state->before, out); count > 0) return count;
        if (const auto count = TRY(state->car.read(out)); count > 0) return count;
        return take(state->after, out);
    };
    return {.read = read, .size_bytes = size_bytes};
}

http::ClientRequest request_of(const CarUpload& upload, const BlockSource& blocks, const Cid& root,
                               std::uint64_t car_bytes) {
    auto form = make_form(upload.fields, root);
    http::ClientRequest request{.method = http::Method::post, .url = upload.url};
    request.headers.set("Content-Type", "multipart/form-data; boundary=" + form.boundary);
    request.headers.set("Accept", "application/json");
    if (!upload.bearer_token.empty())
        request.headers.set("Authorization", "Bearer " + upload.bearer_token);
    request.body = body_of(std::move(form), blocks, root, car_bytes);
    return request;
}

}  // namespace

Result<http::ClientResponse> send_car(http::Client& client, Clock& clock, const CarUpload& upload,
                                      const BlockSource& blocks, const Cid& root,
                                      const std::stop_token& stop) {
    const auto operation =
        fmt::format("could not upload {} to {}", root.to_string(), upload.service);
    const auto car_bytes = TRY(with_context(car_size_bytes(blocks, root), operation));
    PatientRequest request{.operation = operation,
                           .make = [&] { return request_of(upload, blocks, root, car_bytes); },
                           .send = {}};
    request.send.timeout =
        upload.answer_limit + std::chrono::seconds(car_bytes / slowest_bytes_per_s);
    request.send.response_limit_bytes = 1 << 20;
    request.send.stop = stop;
    return send_patiently(client, clock, request);
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
