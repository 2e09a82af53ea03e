#include "base/utf8.hpp"
#include "http/json.hpp"
#include "ipfs/detail/form_upload.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

constexpr auto question_limit = std::chrono::seconds(15);
constexpr std::size_t max_peers = 20;

struct ImportedCid {
    std::string cid;
    std::string pin_error;
};

/// The next line of an answer that has a JSON value on each; without its end.
std::string_view take_line(std::string_view& body) {
    const auto end = std::min(body.find('\n'), body.size());
    const auto line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    return line;
}

// One JSON object a line; the one with "Root" tells what became of the CAR's root.
Result<ImportedCid> parse_answer(std::string_view body) {
    while (!body.empty()) {
        const auto line = take_line(body);
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

// An answer of `add`: an object a line with "Name" and "Hash", the root's last and under the name
// that we gave it.
Result<std::string> parse_added(std::string_view body, const Cid& root) {
    const auto name = root.to_string();
    while (!body.empty()) {
        const auto line = take_line(body);
        if (line.empty()) continue;
        const auto value = TRY(http::parse_json(line));
        const auto* added = value.if_object();
        const auto* hash = added ? added->if_contains("Hash") : nullptr;
        const auto* path = added ? added->if_contains("Name") : nullptr;
        if (hash && path && hash->is_string() && path->is_string() && path->get_string() == name)
            return std::string(hash->get_string());
    }
    return fail(ErrorCode::corrupt_data, "the answer names no root");
}

// An answer of `pin/ls`: {"Keys":{"<cid>":{"Type":"recursive"}}}.
bool says_pinned(std::string_view body, const Cid& root) {
    const auto value = http::parse_json(body);
    const auto* keys =
        value && value->is_object() ? value->get_object().if_contains("Keys") : nullptr;
    if (keys == nullptr || !keys->is_object()) return false;
    for (const auto& [text, pin] : keys->get_object()) {
        const auto cid = Cid::parse(text);
        if (cid && *cid == root) return true;
    }
    return false;
}

// The RPC of one daemon: every call is a POST with its arguments in the query.
class KuboRpc {
public:
    KuboRpc(http::Url url, std::string bearer_token)
        : url_(std::move(url)), bearer_token_(std::move(bearer_token)) {}

    std::string name() const { return "Kubo at " + url_.to_string(); }
    http::Url at(std::string_view command) const {
        return url_.at(fmt::format("/api/v0/{}", command));
    }
    const std::string& bearer_token() const { return bearer_token_; }
    http::Client& client() { return client_; }

    Result<std::string> ask(std::string_view command, const std::stop_token& stop) {
        http::ClientRequest request{.method = http::Method::post, .url = at(command)};
        if (!bearer_token_.empty()) request.headers.set("Authorization", "Bearer " + bearer_token_);
        http::SendOptions options{.timeout = question_limit};
        options.response_limit_bytes = 1 << 20;
        options.stop = stop;
        auto response = TRY(http::expect_success(TRY(client_.send(request, options)),
                                                 fmt::format("ask {}", name())));
        return std::move(response.body);
    }

private:
    http::Url url_;
    std::string bearer_token_;
    http::Client client_;
};

class Kubo final : public PinningService {
public:
    Kubo(http::Url url, const KuboOptions& options, Clock& clock)
        : rpc_(std::move(url), options.bearer_token),
          upload_as_(options.upload_as),
          answer_limit_(options.answer_limit),
          clock_(clock) {}

    std::string name() const override { return rpc_.name(); }

    Result<void> upload(const BlockSource& blocks, const Cid& root, std::string_view /*pin_name*/,
                        std::stop_token stop) override {
        if (keeps(root, stop)) return {};
        return upload_as_ == UploadAs::car ? import_car(blocks, root, stop)
                                           : add_files(blocks, root, stop);
    }

private:
    FormUpload upload_to(std::string_view command) const {
        return {.service = name(),
                .url = rpc_.at(command),
                .bearer_token = rpc_.bearer_token(),
                .fields = {},
                .answer_limit = answer_limit_};
    }

    Result<void> import_car(const BlockSource& blocks, const Cid& root,
                            const std::stop_token& stop) {
        const auto operation = fmt::format("could not upload {} to {}", root.to_string(), name());
        auto upload = upload_to("dag/import?pin-roots=true");
        upload.files.push_back(TRY(with_context(car_of(blocks, root), operation)));
        const auto response = TRY(send_form(rpc_.client(), clock_, upload, root, stop));
        const auto imported = TRY(with_context(parse_answer(response.body), operation));
        TRY(expect_same_cid(upload.service, root, imported.cid));
        if (!imported.pin_error.empty())
            return fail(ErrorCode::unavailable, "could not pin {} on {}: {}", root.to_string(),
                        upload.service, to_printable(imported.pin_error));
        return {};
    }

    // Cut as this project's profiles have it.
    Result<void> add_files(const BlockSource& blocks, const Cid& root,
                           const std::stop_token& stop) {
        const auto operation = fmt::format("could not upload {} to {}", root.to_string(), name());
        auto upload = upload_to(root.version() == CidVersion::v0
                                    ? "add?pin=true&cid-version=0&chunker=size-262144"
                                    : "add?pin=true&cid-version=1&raw-leaves=true&"
                                      "chunker=size-1048576");
        upload.files = TRY(with_context(files_of(blocks, root, root.to_string()), operation));
        // Kubo decodes names that are encoded like parts of a URL.
        for (auto& file : upload.files)
            file.name = http::percent_encode(file.name);
        const auto response = TRY(send_form(rpc_.client(), clock_, upload, root, stop));
        const auto added = TRY(with_context(parse_added(response.body, root), operation));
        return expect_same_cid(upload.service, root, added);
    }

    // Kubo answers 500 for what it has not pinned. Real trouble shows in the upload that follows.
    bool keeps(const Cid& root, const std::stop_token& stop) {
        const auto answer =
            rpc_.ask(fmt::format("pin/ls?type=recursive&arg={}", root.to_string()), stop);
        return answer && says_pinned(*answer, root);
    }

    KuboRpc rpc_;
    UploadAs upload_as_;
    std::chrono::milliseconds answer_limit_;
    Clock& clock_;
};

class KuboMeeting final : public MeetingNode {
public:
    KuboMeeting(http::Url url, std::string bearer_token)
        : rpc_(std::move(url), std::move(bearer_token)) {}

    Result<std::vector<std::string>> addresses(std::stop_token stop) override {
        const auto identity = TRY(http::parse_json(TRY(rpc_.ask("id", stop))));
        const auto* list =
            identity.is_object() ? identity.get_object().if_contains("Addresses") : nullptr;
        if (list == nullptr || !list->is_array())
            return fail(ErrorCode::corrupt_data, "{} names no addresses of its own", rpc_.name());
        std::vector<std::string> addresses;
        for (const auto& address : list->get_array()) {
            if (!address.is_string() || is_loopback(address.get_string())) continue;
            if (addresses.size() < max_peers) addresses.emplace_back(address.get_string());
        }
        return addresses;
    }

    void meet(const std::vector<std::string>& peers, std::stop_token stop) override {
        for (const auto& peer : peers)
            std::ignore = rpc_.ask("swarm/connect?arg=" + http::percent_encode(peer), stop);
    }

private:
    static bool is_loopback(std::string_view address) {
        return address.starts_with("/ip4/127.") || address.starts_with("/ip6/::1/");
    }

    KuboRpc rpc_;
};

}  // namespace

Result<std::unique_ptr<PinningService>> connect_kubo(const KuboOptions& options, Clock& clock) {
    auto url = TRY(http::Url::parse(options.url));
    return std::make_unique<Kubo>(std::move(url), options, clock);
}

Result<std::unique_ptr<MeetingNode>> meet_by_kubo(const KuboOptions& options) {
    auto url = TRY(http::Url::parse(options.url));
    return std::make_unique<KuboMeeting>(std::move(url), options.bearer_token);
}

}  // namespace carrot::ipfs
