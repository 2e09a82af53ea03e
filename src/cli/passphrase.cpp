#include "cli/passphrase.hpp"

#include "cli/secret_file.hpp"
#include "cli/terminal.hpp"

namespace carrot::cli {
namespace {

Result<stellar::SecretText> ask(std::string_view name) {
    auto given = ask_secret(fmt::format("Passphrase of key {}", name));
    if (given || given.error().code != ErrorCode::failed_precondition) return given;
    return fail(ErrorCode::failed_precondition,
                "key {} has a passphrase and {}: name a file with it by --passphrase-file, or by "
                "passphrase_file in the settings",
                name, given.error().message);
}

}  // namespace

stellar::PassphraseSource passphrase_source(std::string file, std::filesystem::path directory) {
    return [file = std::move(file), directory = std::move(directory)](
               std::string_view name) -> Result<stellar::SecretText> {
        if (file.empty()) return ask(name);
        auto path = secret_path(file, directory);
        if (!path && path.error().code == ErrorCode::failed_precondition) return ask(name);
        return stellar::SecretText(TRY(with_context(read_secret_file(TRY(std::move(path))),
                                                    fmt::format("passphrase of key {}", name))));
    };
}

Result<stellar::SecretText> new_passphrase(std::string_view key_name, const std::string& file,
                                           const std::filesystem::path& directory) {
    if (!file.empty())
        return stellar::SecretText(TRY(read_secret_file(TRY(secret_path(file, directory)))));
    return with_context(ask_new_secret(fmt::format("New passphrase of key {}", key_name)),
                        fmt::format("passphrase of key {}", key_name));
}

}  // namespace carrot::cli
