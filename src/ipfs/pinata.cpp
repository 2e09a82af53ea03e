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

// Fits a form's field: without line ends.
std::string field_text(std::string_view text) {
    std::string safe;
    for (const char letter : text)
        safe += letter < ' ' && letter >= 0 ? ' ' : letter;
    return safe;
}

class Pinata final : public PinningService {
public:
    Pinata(http::Url url, std::string jwt, Clock& clock)
        : url_(std::move(url)), jwt_(std::move(jwt)), clock_(clock) {}

    std::string name() const override { return "Pinata"; }

    Result<void> upload(const BlockSource& blocks, const Cid& root, std::string_view pin_name,
                        std::stop_token stop) override {
        CarUpload upload{.service = name(),
                         .url = url_.at("/v3/files"),
                         .bearer_token = jwt_,
                         .fields = {{"network", "public"}, {"car", "true"}}};
        if (!pin_name.empty()) upload.fields.emplace_back("name", field_text(pin_name));
        const auto response = TRY(send_car(client_, clock_, upload, blocks, root, stop));
        const auto answer =
            TRY(with_context(http::from_json_text<UploadAnswer>(response.body),
                             fmt::format("could not upload {} to {}", root.to_string(), name())));
        return expect_same_cid(name(), root, answer.data.cid);
    }

private:
    http::Url url_;
    std::string jwt_;
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
    return std::make_unique<Pinata>(std::move(url), options.jwt, clock);
}

}  // namespace carrot::ipfs
