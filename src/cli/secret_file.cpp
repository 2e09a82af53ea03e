#include "cli/secret_file.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

#include "base/file.hpp"
#include "base/posix.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t secret_limit_bytes = 4096;
constexpr std::string_view credential_prefix = "credential:";
constexpr ::mode_t open_to_others = 077;

}  // namespace

Result<std::filesystem::path> secret_path(std::string_view file,
                                          const std::filesystem::path& directory) {
    if (!file.starts_with(credential_prefix)) return directory / file;
    auto name = file.substr(credential_prefix.size());
    if (name.empty() || name.contains('/') || name.starts_with('.'))
        return fail(ErrorCode::invalid_argument, "\"{}\" names no credential", file);
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (credentials == nullptr)
        return fail(ErrorCode::failed_precondition,
                    "the credential \"{}\" is there only when systemd starts the worker with "
                    "LoadCredentialEncrypted={}:…",
                    name, name);
    return std::filesystem::path(credentials) / name;
}

std::string absolute_secret_path(const std::string& file) {
    return file.starts_with(credential_prefix) ? file : std::filesystem::absolute(file).native();
}

Result<void> check_secret_file(const std::filesystem::path& file) {
    struct ::stat status{};
    if (::stat(file.c_str(), &status) != 0) return system_failure("read", file);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::invalid_argument, "{} is not a file", file.native());
    if ((status.st_mode & open_to_others) != 0)
        return fail(ErrorCode::permission_denied, "other users can read {}: run 'chmod 600 {}'",
                    file.native(), file.native());
    return {};
}

Result<std::string> read_secret_file(const std::filesystem::path& file) {
    TRY(check_secret_file(file));
    auto content = TRY(read_file(file, secret_limit_bytes));
    std::string secret{as_text(content)};
    sodium_memzero(content.data(), content.size());
    while (secret.ends_with('\n') || secret.ends_with('\r'))
        secret.pop_back();
    if (secret.empty() || secret.contains('\n') || secret.contains('\0'))
        return fail(ErrorCode::invalid_argument, "{} does not hold one line of text",
                    file.native());
    return secret;
}

Result<void> refuse_secret(std::string_view text, std::string_view place) {
    if (!stellar::KeyPair::from_secret(text)) return {};
    return fail(ErrorCode::invalid_argument,
                "{}: this is a secret key, and other users can see it there: store it with 'carrot "
                "key add NAME', name it with --key NAME, and move its money: it may be known",
                place);
}

}  // namespace carrot::cli
