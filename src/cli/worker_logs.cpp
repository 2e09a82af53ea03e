#include "cli/worker_logs.hpp"

#include <cstdlib>

#include "http/client.hpp"
#include "worker/api.hpp"

namespace carrot::cli {
namespace {

constexpr const char* token_variable = "CARROT_WORKER_TOKEN";

Result<std::string> find_token(Session& session) {
    if (const char* token = std::getenv(token_variable); token != nullptr) return token;
    if (std::filesystem::exists(session.worker_directory())) {
        return worker::load_pairing_token(session.worker_directory());
    }
    return fail(ErrorCode::permission_denied,
                "the worker shows logs to those who have its token: get it from the provider, and "
                "set {}",
                token_variable);
}

}  // namespace

Result<WorkerDoor> find_worker_door(Session& session, const market::Market& market,
                                    const soroban::Address& provider) {
    auto url = TRY(market.registry().get_endpoint(provider));
    if (url.empty()) {
        return fail(ErrorCode::not_found, "provider {} has not said where its worker answers",
                    short_address(provider.strkey));
    }
    return WorkerDoor { .url = std::move(url), .token = TRY(find_token(session)) };
}

Result<void> stream_worker_logs(http::Client& client, const WorkerDoor& door, market::JobId job_id,
                                Output& output, std::stop_token stop) {
    http::ClientRequest request;
    request.url = TRY(http::Url::parse(door.url))
    .at(fmt::format("/jobs/{}/logs", job_id));
    request.headers.set("Authorization", "Bearer " + door.token);
    http::SendOptions options;
    options.stop = stop;
    auto outcome = client.read_events(request, options, [&](const http::Event& event) {
        if (event.name == "end") return false;
        output.stream(event.data);
        return true;
    });
    if (!outcome && outcome.error().code == ErrorCode::not_found) return {};
    return with_context(std::move(outcome), fmt::format("read the logs of job {}", job_id));
}

}  // namespace carrot::cli
