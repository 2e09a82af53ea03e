#include "worker/pairing_token.hpp"

#include <array>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"
#include "http/headers.hpp"

namespace carrot::worker {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t file_limit_bytes = 256;

Result<std::string> make_token(const std::filesystem::path& file) {
    std::array<std::uint8_t, token_bytes> random{};
    fill_random(random);
    auto token = to_base64url(random);
    TRY(write_file(file, as_bytes(token + '\n'), FileMode::secret));
    return token;
}

}  // namespace

Result<std::string> load_pairing_token(const std::filesystem::path& directory) {
    const auto file = directory / "pairing-token";
    const auto content = read_file(file, file_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found) return make_token(file);
    if (!content) return std::unexpected(content.error());
    auto token = std::string(as_text(*content));
    while (token.ends_with('\n'))
        token.pop_back();
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != token_bytes)
        return fail(ErrorCode::corrupt_data,
                    "{} holds no pairing token: remove it, and the worker makes a new one",
                    file.string());
    return token;
}

Result<std::string> replace_pairing_token(const std::filesystem::path& directory) {
    return make_token(directory / "pairing-token");
}

bool is_authorized(std::string_view authorization, std::string_view pairing_token) {
    constexpr std::string_view scheme = "Bearer ";
    return http::equal_ignoring_case(authorization.substr(0, scheme.size()), scheme) &&
           equal_secrets(authorization.substr(scheme.size()), pairing_token);
}

}  // namespace carrot::worker
