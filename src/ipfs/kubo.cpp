#include "base/utf8.hpp"
#include "http/json.hpp"
#include "ipfs/detail/car_upload.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

struct ImportedCid {
    std::string cid;
    std::string pin_error;
};

// One JSON object a line; the one with "Root" tells what became of the CAR's root.
Result<ImportedCid> parse_answer(std::string_view body) {
    while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        const auto line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (line.empty()) continue;
        const auto value = TRY(http::parse_json(line));
        const auto* root = value.is_object() ? value.get_object().if_contains("Root") : nullptr;
        if (root == nullptr || !root->is_object()) continue;
        const auto* cid = root->get_object().if_contains("Cid");
        const auto* link = cid && cid->is_object() ? cid->get_object().if_contains("/") : nullptr;
        const auto* pin_error = root->get_object().if_contains("PinErrorMsg");
        if (link == nullptr || !link->is_string()) break;
        return ImportedCid{std::string(link->get_string()),
                           pin_error && pin_error->is_string()
                               ? std::string(pin_error->get_string())
                               : std::string()};
    }
    return fail(ErrorCode::corrupt_data, "the answer names no root");
}

class Kubo final : public PinningService {
public:
    Kubo(http::Url url, std::string bearer_token, Clock& clock)
        : url_(std::move(url)), bearer_token_(std::move(bearer_token)), clock_(clock) {}

    std::string name() const override { return "Kubo at " + url_.to_string(); }

    Result<void> upload(const BlockSource& blocks, const Cid& root, std::string_view /*pin_name*/,
                        std::stop_token stop) override {
        const CarUpload upload{.service = name(),
                               .url = url_.at("/api/v0/dag/import?pin-roots=true"),
                               .bearer_token = bearer_token_,
                               .fields = {}};
        const auto response = TRY(send_car(client_, clock_, upload, blocks, root, stop));
        const auto imported = TRY(with_context(
            parse_answer(response.body),
            fmt::format("could not upload {} to {}", root.to_string(), upload.service)));
        TRY(expect_same_cid(upload.service, root, imported.cid));
        if (!imported.pin_error.empty())
            return fail(ErrorCode::unavailable, "could not pin {} on {}: {}", root.to_string(),
                        upload.service, to_printable(imported.pin_error));
        return {};
    }

private:
    http::Url url_;
    std::string bearer_token_;
    Clock& clock_;
    http::Client client_;
};

}  // namespace

Result<std::unique_ptr<PinningService>> connect_kubo(const KuboOptions& options, Clock& clock) {
    auto url = TRY(http::Url::parse(options.url));
    return std::make_unique<Kubo>(std::move(url), options.bearer_token, clock);
}

}  // namespace carrot::ipfs
