#include "ipfs/detail/resumable_upload.hpp"

#include <algorithm>
#include <charconv>

#include "base/encoding.hpp"
#include "base/utf8.hpp"
#include "ipfs/detail/patient_request.hpp"

namespace carrot::ipfs {
namespace {

constexpr auto question_limit = std::chrono::seconds(15);

std::string in_header(const http::Parameters& metadata) {
    std::string text;
    for (const auto& [name, value] : metadata)
        text += fmt::format("{}{} {}", text.empty() ? "" : ",", name, to_base64(as_bytes(value)));
    return text;
}

std::optional<std::uint64_t> offset_in(const http::Headers& headers) {
    const auto text = headers.find("Upload-Offset").value_or("");
    std::uint64_t offset = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return offset;
}

/// Content from some byte on. What was read before is read again where it goes back.
class Content {
public:
    explicit Content(const FormFile& file) : file_(file) {}

    Result<void> go_to(std::uint64_t offset) {
        if (!reader_ || offset < at_) {
            reader_ = TRY(file_.open());
            at_ = 0;
        }
        Bytes passed(at_ < offset ? std::size_t{64} << 10 : 0);
        while (at_ < offset) {
            const auto most = std::min<std::uint64_t>(passed.size(), offset - at_);
            const auto count = TRY(read(std::span(passed).first(static_cast<std::size_t>(most))));
            if (count == 0) return fail(ErrorCode::corrupt_data, "the content ends too early");
        }
        return {};
    }

    Result<std::size_t> read(std::span<std::uint8_t> out) {
        const auto count = TRY(reader_(out));
        at_ += count;
        return count;
    }

private:
    const FormFile& file_;
    http::BlockReader reader_;
    std::uint64_t at_ = 0;
};

class Transfer {
public:
    Transfer(http::Client& client, Clock& clock, const ResumableUpload& upload, const Cid& root,
             const std::stop_token& stop)
        : client_(client),
          clock_(clock),
          upload_(upload),
          operation_(fmt::format("could not upload {} to {}", root.to_string(), upload.service)),
          stop_(stop),
          content_(upload.file) {}

    Result<http::ClientResponse> run() {
        place_ = TRY(begin());
        for (;;) {
            auto response = TRY(send_piece());
            const auto offset = offset_in(response.headers);
            if (!offset || *offset > upload_.file.size_bytes || *offset < offset_ ||
                (*offset == offset_ && offset_ < upload_.file.size_bytes))
                return fail(ErrorCode::corrupt_data,
                            "{}: it doesn't say how many of {} bytes have arrived", operation_,
                            upload_.file.size_bytes);
            offset_ = *offset;
            if (offset_ == upload_.file.size_bytes) return response;
        }
    }

private:
    http::ClientRequest request(http::Method method, const http::Url& url) const {
        http::ClientRequest request{.method = method, .url = url};
        request.headers.set("Tus-Resumable", "1.0.0");
        request.headers.set("Authorization", "Bearer " + upload_.bearer_token);
        return request;
    }

    /// Where the upload is to go: on the same server, so that no other gets the token.
    Result<http::Url> begin() {
        PatientRequest creation{
            .operation = operation_,
            .make =
                [&] {
                    auto made = request(http::Method::post, upload_.url);
                    made.headers.set("Upload-Length", std::to_string(upload_.file.size_bytes));
                    made.headers.set("Upload-Metadata", in_header(upload_.metadata));
                    return made;
                },
            .send = {.timeout = upload_.answer_limit, .stop = stop_}};
        const auto response = TRY(send_patiently(client_, clock_, creation));
        const std::string location(response.headers.find("Location").value_or(""));
        auto place = upload_.url;
        if (location.starts_with('/') && !location.starts_with("//")) {
            place.target = location;
            return place;
        }
        const auto url = http::Url::parse(location);
        if (!url || url->host != upload_.url.host)
            return fail(ErrorCode::corrupt_data,
                        "{}: it names no place of its own to send to: '{}'", operation_,
                        to_printable(location.substr(0, 80)));
        place.target = url->target;
        return place;
    }

    Result<http::ClientResponse> send_piece() {
        bool again = false;
        const auto make = [&] {
            if (std::exchange(again, true)) offset_ = ask_offset().value_or(offset_);
            return piece_from(offset_);
        };
        PatientRequest piece{.operation = operation_, .make = make, .send = {.stop = stop_}};
        piece.send.timeout = upload_.answer_limit + time_for(upload_.piece_bytes);
        return send_patiently(client_, clock_, piece);
    }

    http::ClientRequest piece_from(std::uint64_t offset) {
        const auto size = std::min(upload_.piece_bytes, upload_.file.size_bytes - offset);
        auto patch = request(http::Method::patch, place_);
        patch.headers.set("Content-Type", "application/offset+octet-stream");
        patch.headers.set("Upload-Offset", std::to_string(offset));
        if (size == 0) return patch;
        const auto read = [this, offset, left = size](
                              std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
            if (left == 0) return 0;
            TRY(content_.go_to(offset));
            const auto most = std::min<std::uint64_t>(out.size(), left);
            const auto count = TRY(content_.read(out.first(static_cast<std::size_t>(most))));
            offset += count;
            left -= count;
            return count;
        };
        patch.body = http::BlockBody{.read = read, .size_bytes = size};
        return patch;
    }

    /// What has arrived; nothing when the service doesn't say.
    std::optional<std::uint64_t> ask_offset() {
        const auto response = client_.send(request(http::Method::head, place_),
                                           {.timeout = question_limit, .stop = stop_});
        if (!response || !response->ok()) return std::nullopt;
        const auto offset = offset_in(response->headers);
        return offset && *offset <= upload_.file.size_bytes ? offset : std::nullopt;
    }

    http::Client& client_;
    Clock& clock_;
    const ResumableUpload& upload_;
    const std::string operation_;
    const std::stop_token& stop_;
    Content content_;
    http::Url place_;
    std::uint64_t offset_ = 0;  // that has arrived
};

}  // namespace

Result<http::ClientResponse> send_resumable(http::Client& client, Clock& clock,
                                            const ResumableUpload& upload, const Cid& root,
                                            const std::stop_token& stop) {
    return Transfer(client, clock, upload, root, stop).run();
}

}  // namespace carrot::ipfs
