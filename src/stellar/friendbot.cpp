#include <string>

#include "stellar/rpc_client.hpp"

namespace carrot::stellar {

namespace {

/// What friendbot says of an account that has its lumens already; older ones name the operation's
/// result instead.
bool says_already_funded(std::string_view body) {
    return body.find("account already funded") != std::string_view::npos ||
           body.find("createAccountAlreadyExist") != std::string_view::npos ||
           body.find("op_already_exists") != std::string_view::npos;
}

http::Url with_query(http::Url url, std::string_view name, std::string_view value) {
    const char separator = url.target.find('?') == std::string::npos ? '?' : '&';
    url.target += fmt::format("{}{}={}", separator, name, http::percent_encode(value));
    return url;
}

http::Url friendbot_at_origin(http::Url url) {
    url.target = "/friendbot";
    return url;
}

}  // namespace

Result<void> RpcClient::fund(const AccountId& account, std::stop_token stop) {
    const auto details = TRY(network(stop));
    const http::Url friendbot =
        details.friendbot_url ? TRY(http::Url::parse(*details.friendbot_url))
                                    : friendbot_at_origin(url_);
                                    const http::ClientRequest request{
                                        .url = with_query(friendbot, "addr", account.to_string())};
                                    auto response =
                                        TRY(client_.send(request, {.timeout = options_.timeout,
                                                                   .stop = std::move(stop)}));
                                    if (!response.ok() && says_already_funded(response.body))
                                        return {};
                                    if (response.status == 404) {
                                        return fail(ErrorCode::failed_precondition,
                                                    "could not fund {}: the network at {} has no "
                                                    "friendbot; send lumens to it",
                                                    account, friendbot.authority());
                                    }
                                    TRY(http::expect_success(std::move(response),
                                                             fmt::format("fund {}", account)));
                                    return {};
}

}  // namespace carrot::stellar
