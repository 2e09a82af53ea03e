#include <algorithm>
#include <map>

#include "base/utf8.hpp"
#include "http/json.hpp"
#include "ipfs/detail/form_upload.hpp"
#include "ipfs/detail/patient_request.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// The specification's own limit for origins and delegates.
constexpr std::size_t max_origins = 20;
constexpr std::size_t max_request_id_bytes = 256;
constexpr std::size_t answer_limit_bytes = 1 << 20;
constexpr milliseconds first_look = 1s;
constexpr milliseconds longest_look = 30s;

struct PinnedCid {
    std::string cid;
};
BOOST_DESCRIBE_STRUCT(PinnedCid, (), (cid))

struct PinStatus {
    std::string requestid;
    std::string status;
    PinnedCid pin;
    std::optional<std::vector<std::string>> delegates;
    std::optional<std::map<std::string, http::json::value>> info;
};
BOOST_DESCRIBE_STRUCT(PinStatus, (), (requestid, status, pin, delegates, info))

struct PinResults {
    std::vector<PinStatus> results;
};
BOOST_DESCRIBE_STRUCT(PinResults, (), (results))

std::string reason_of(const PinStatus& status) {
    std::string reason;
    if (!status.info) return reason;
    for (const auto& [name, value] : *status.info)
        if (value.is_string())
            reason += fmt::format("; {}: {}", name, std::string_view(value.get_string()));
    return to_printable(reason.substr(0, 300));
}

class PinningApi final : public PinningService {
public:
    PinningApi(http::Url url, PinningApiOptions options, Clock& clock)
        : url_(std::move(url)), options_(std::move(options)), clock_(clock) {}

    std::string name() const override { return "the pinning service at " + url_.to_string(); }
    Intake intake() const override { return Intake::fetches; }

    Result<void> upload(const BlockSource& /*blocks*/, const Cid& root, std::string_view pin_name,
                        std::stop_token stop) override {
        const auto operation = fmt::format("could not pin {} at {}", root.to_string(), name());
        auto status = TRY(find(root, operation, stop));
        if (!status) status = TRY(request_pin(root, pin_name, operation, stop));
        if (status->status != "pinned") meet_delegates(*status, stop);
        return wait_until_pinned(root, *std::move(status), operation, stop);
    }

private:
    http::ClientRequest make_request(http::Method method, std::string_view target) const {
        http::ClientRequest request{.method = method, .url = url_.at(target)};
        request.headers.set("Accept", "application/json");
        request.headers.set("Authorization", "Bearer " + options_.access_token);
        return request;
    }

    Result<http::ClientResponse> send(const http::ClientRequest& request,
                                      const std::string& operation, const std::stop_token& stop) {
        PatientRequest patient{.operation = operation, .make = [&] { return request; }, .send = {}};
        patient.send.response_limit_bytes = answer_limit_bytes;
        patient.send.stop = stop;
        return send_patiently(client_, clock_, patient);
    }

    // What an earlier upload() began, the furthest first. A failed one is asked for anew.
    Result<std::optional<PinStatus>> find(const Cid& root, const std::string& operation,
                                          const std::stop_token& stop) {
        const auto target =
            fmt::format("/pins?cid={}&status=queued,pinning,pinned", root.to_string());
        const auto response = TRY(send(make_request(http::Method::get, target), operation, stop));
        auto found = TRY(with_context(http::from_json_text<PinResults>(response.body), operation));
        std::optional<PinStatus> best;
        for (auto& status : found.results) {
            const auto cid = Cid::parse(status.pin.cid);
            if (!cid || *cid != root) continue;
            if (!best || status.status == "pinned") best = std::move(status);
        }
        return best;
    }

    Result<std::optional<PinStatus>> request_pin(const Cid& root, std::string_view pin_name,
                                                 const std::string& operation,
                                                 const std::stop_token& stop) {
        http::json::object pin{{"cid", root.to_string()},
                               {"origins", http::to_json(TRY(origins(operation, stop)))}};
        if (!pin_name.empty()) pin["name"] = to_printable(pin_name);
        auto request = make_request(http::Method::post, "/pins");
        request.headers.set("Content-Type", "application/json");
        request.body = http::format_json(pin);
        const auto response = TRY(send(request, operation, stop));
        return TRY(with_context(http::from_json_text<PinStatus>(response.body), operation));
    }

    Result<std::vector<std::string>> origins(const std::string& operation,
                                             const std::stop_token& stop) {
        auto origins = options_.origins;
        if (options_.node) {
            for (auto& address : TRY(with_context(options_.node->addresses(stop), operation)))
                if (std::ranges::find(origins, address) == origins.end())
                    origins.push_back(std::move(address));
        }
        origins.resize(std::min(origins.size(), max_origins));
        return origins;
    }

    void meet_delegates(const PinStatus& status, const std::stop_token& stop) {
        if (!options_.node || !status.delegates) return;
        auto delegates = *status.delegates;
        delegates.resize(std::min(delegates.size(), max_origins));
        options_.node->meet(delegates, stop);
    }

    Result<void> wait_until_pinned(const Cid& root, PinStatus status, const std::string& operation,
                                   const std::stop_token& stop) {
        const auto deadline = clock_.since_boot() + options_.patience;
        for (auto pause = first_look;; pause = std::min(pause * 2, longest_look)) {
            TRY(expect_same_cid(name(), root, status.pin.cid));
            if (status.status == "pinned") return {};
            if (status.status != "queued" && status.status != "pinning")
                return fail(ErrorCode::unavailable, "{}: it says \"{}\"{}", operation,
                            to_printable(status.status.substr(0, 40)), reason_of(status));
            if (clock_.since_boot() >= deadline)
                return fail(ErrorCode::timed_out,
                            "{}: still {} after {} s: it goes on there, try again later", operation,
                            status.status,
                            std::chrono::ceil<std::chrono::seconds>(options_.patience).count());
            if (!clock_.sleep_for(pause, stop))
                return fail(ErrorCode::cancelled, "{}: stopped", operation);
            status = TRY(look_at(status.requestid, operation, stop));
        }
    }

    Result<PinStatus> look_at(const std::string& request_id, const std::string& operation,
                              const std::stop_token& stop) {
        if (request_id.empty() || request_id.size() > max_request_id_bytes)
            return fail(ErrorCode::corrupt_data, "{}: its requestid has {} bytes", operation,
                        request_id.size());
        const auto target = "/pins/" + http::percent_encode(request_id);
        const auto response = TRY(send(make_request(http::Method::get, target), operation, stop));
        return with_context(http::from_json_text<PinStatus>(response.body), operation);
    }

    http::Url url_;
    PinningApiOptions options_;
    Clock& clock_;
    http::Client client_;
};

}  // namespace

Result<std::unique_ptr<PinningService>> connect_pinning_api(PinningApiOptions options,
                                                            Clock& clock) {
    const bool plain = options.access_token.find_first_of(" \t\r\n") == std::string::npos;
    if (options.access_token.empty() || !plain)
        return fail(ErrorCode::permission_denied,
                    "could not use the pinning service at {}: {}: name a file with its token",
                    options.url,
                    plain ? "there is no access token" : "the access token holds white space");
    auto url = TRY(http::Url::parse(options.url));
    return std::make_unique<PinningApi>(std::move(url), std::move(options), clock);
}

}  // namespace carrot::ipfs
