#include "ipfs/detail/form_upload.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "ipfs/detail/patient_request.hpp"

namespace carrot::ipfs {
namespace {

/// A text, and the file that follows it.
struct Section {
    std::string text;
    std::function<Result<http::BlockReader>()> open;
};

struct Form {
    std::string boundary;
    std::deque<Section> sections;
    std::uint64_t size_bytes = 0;
};

std::string part_head(const std::string& boundary, std::string_view disposition,
                      std::string_view content_type) {
    auto head =
        fmt::format("--{}\r\nContent-Disposition: form-data; {}\r\n", boundary, disposition);
    if (!content_type.empty()) head += fmt::format("Content-Type: {}\r\n", content_type);
    return head + "\r\n";
}

/// As browsers write names (html.spec.whatwg.org, multipart/form-data encoding).
std::string in_quotes(std::string_view name) {
    std::string text;
    for (const char letter : name) {
        if (letter == '"')
            text += "%22";
        else if (letter == '\r')
            text += "%0D";
        else if (letter == '\n')
            text += "%0A";
        else
            text += letter;
    }
    return text;
}

Form make_form(const FormUpload& upload) {
    std::array<std::uint8_t, 16> random{};
    fill_random(random);
    Form form;
    form.boundary = "carrot-" + to_hex(random);
    std::string text;
    for (const auto& [name, value] : upload.fields)
        text += part_head(form.boundary, fmt::format("name=\"{}\"", name), "") + value + "\r\n";
    for (const auto& file : upload.files) {
        text += part_head(form.boundary,
                          fmt::format("name=\"file\"; filename=\"{}\"", in_quotes(file.name)),
                          file.content_type);
        form.size_bytes += text.size() + file.size_bytes;
        form.sections.push_back({std::exchange(text, "\r\n"), file.open});
    }
    text += fmt::format("--{}--\r\n", form.boundary);
    form.size_bytes += text.size();
    form.sections.push_back({std::move(text), {}});
    return form;
}

/// Reads section after section.
class FormReader {
public:
    explicit FormReader(std::deque<Section> sections) : sections_(std::move(sections)) {}

    Result<std::size_t> read(std::span<std::uint8_t> out) {
        while (!sections_.empty()) {
            auto& section = sections_.front();
            if (taken_ < section.text.size()) return take_text(section.text, out);
            if (section.open && !content_) content_ = TRY(section.open());
            const auto count = content_ ? TRY(content_(out)) : 0;
            if (count > 0) return count;
            content_ = {};
            taken_ = 0;
            sections_.pop_front();
        }
        return 0;
    }

private:
    std::size_t take_text(std::string_view text, std::span<std::uint8_t> out) {
        const auto count = std::min(out.size(), text.size() - taken_);
        std::ranges::copy(text.substr(taken_, count), out.begin());
        taken_ += count;
        return count;
    }

    std::deque<Section> sections_;
    std::size_t taken_ = 0;  // of the first one's text
    http::BlockReader content_;
};

http::ClientRequest request_of(const FormUpload& upload) {
    auto form = make_form(upload);
    http::ClientRequest request{.method = http::Method::post, .url = upload.url};
    request.headers.set("Content-Type", "multipart/form-data; boundary=" + form.boundary);
    request.headers.set("Accept", "application/json");
    if (!upload.bearer_token.empty())
        request.headers.set("Authorization", "Bearer " + upload.bearer_token);
    const auto reader = std::make_shared<FormReader>(std::move(form.sections));
    request.body =
        http::BlockBody{.read = [reader](std::span<std::uint8_t> out) { return reader->read(out); },
                        .size_bytes = form.size_bytes};
    return request;
}

}  // namespace

Result<http::ClientResponse> send_form(http::Client& client, Clock& clock, const FormUpload& upload,
                                       const Cid& root, const std::stop_token& stop) {
    PatientRequest request{
        .operation = fmt::format("could not upload {} to {}", root.to_string(), upload.service),
        .make = [&] { return request_of(upload); },
        .send = {}};
    std::uint64_t bytes = 0;
    for (const auto& file : upload.files)
        bytes += file.size_bytes;
    request.send.timeout = upload.answer_limit + time_for(bytes);
    request.send.response_limit_bytes = std::size_t{4} << 20;
    request.send.stop = stop;
    return send_patiently(client, clock, request);
}

std::chrono::seconds time_for(std::uint64_t bytes) {
    constexpr std::uint64_t slowest_bytes_per_s = 256 * 1024;
    return std::chrono::seconds(bytes / slowest_bytes_per_s);
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
