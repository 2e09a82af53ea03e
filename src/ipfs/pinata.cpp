#include <algorithm>

#include "http/json.hpp"
#include "ipfs/detail/car_upload.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

struct UploadedFile {
    std::string cid;
};
BOOST_DESCRIBE_STRUCT(UploadedFile, (), (cid))

struct UploadAnswer {
    UploadedFile data;
};
BOOST_DESCRIBE_STRUCT(UploadAnswer, (), (data))

// An answer of `GET /v3/files/public`.
struct FoundFiles {
    std::vector<UploadedFile> files;
};
BOOST_DESCRIBE_STRUCT(FoundFiles, (), (files))

struct SearchAnswer {
    FoundFiles data;
};
BOOST_DESCRIBE_STRUCT(SearchAnswer, (), (data))

constexpr auto question_limit = std::chrono::seconds(15);

// Fits a form's field: without line ends.
std::string field_text(std::string_view text) {
    std::string safe;
    for (const char letter : text)
        safe += letter < ' ' && letter >= 0 ? ' ' : letter;
    return safe;
}

class Pinata final : public PinningService {
public:
    Pinata(http::Url url, http::Url api_url, const PinataOptions& options, Clock& clock)
        : url_(std::move(url)),
          api_url_(std::move(api_url)),
          jwt_(options.jwt),
          answer_limit_(options.answer_limit),
          clock_(clock) {}

    std::string name() const override { return "Pinata"; }

    Result<void> upload(const BlockSource& blocks, const Cid& root, std::string_view pin_name,
                        std::stop_token stop) override {
        if (keeps(root, stop)) return {};
        CarUpload upload{.service = name(),
                         .url = url_.at("/v3/files"),
                         .bearer_token = jwt_,
                         .fields = {{"network", "public"}, {"car", "true"}},
                         .answer_limit = answer_limit_};
        if (!pin_name.empty()) upload.fields.emplace_back("name", field_text(pin_name));
        const auto response = TRY(send_car(client_, clock_, upload, blocks, root, stop));
        const auto answer =
            TRY(with_context(http::from_json_text<UploadAnswer>(response.body),
                             fmt::format("could not upload {} to {}", root.to_string(), name())));
        return expect_same_cid(name(), root, answer.data.cid);
    }

private:
    // A token that may upload but not list is no fault; other trouble shows in the upload.
    bool keeps(const Cid& root, const std::stop_token& stop) {
        http::ClientRequest request;
        request.url = api_url_.at("/v3/files/public?limit=1&cid=" + root.to_string());
        request.headers.set("Authorization", "Bearer " + jwt_);
        http::SendOptions options{.timeout = question_limit};
        options.response_limit_bytes = 1 << 20;
        options.stop = stop;
        const auto response = client_.send(request, options);
        if (!response || !response->ok()) return false;
        const auto found = http::from_json_text<SearchAnswer>(response->body);
        return found && std::ranges::any_of(found->data.files, [&](const UploadedFile& file) {
                   const auto cid = Cid::parse(file.cid);
                   return cid && *cid == root;
               });
    }

    http::Url url_;
    http::Url api_url_;
    std::string jwt_;
    std::chrono::milliseconds answer_limit_;
    Clock& clock_;
    http::Client client_;
};

}  // namespace

Result<std::unique_ptr<PinningService>> connect_pinata(const PinataOptions& options, Clock& clock) {
    const bool plain = options.jwt.find_first_of(" \t\r\n") == std::string::npos;
    if (options.jwt.empty() || !plain)
        return fail(ErrorCode::permission_denied,
                    "could not use Pinata: {}: set PINATA_JWT to a token from "
                    "app.pinata.cloud/developers/api-keys",
                    options.jwt.empty() ? "there is no token" : "the token holds white space");
    auto url = TRY(http::Url::parse(options.url));
    auto api_url = TRY(http::Url::parse(options.api_url));
    return std::make_unique<Pinata>(std::move(url), std::move(api_url), options, clock);
}

}  // namespace carrot::ipfs
