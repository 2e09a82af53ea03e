#include "sandbox/registry_logins.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "http/json.hpp"
#include "sandbox/detail/docker_json.hpp"
#include "sandbox/detail/helper_process.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t file_limit_bytes = std::size_t{1} << 20;
constexpr std::string_view helper_prefix = "docker-credential-";
constexpr std::size_t helper_answer_limit_bytes = 64 * 1024;

/// What the protocol's helpers say, on stdout, of a registry that they don't know.
constexpr std::string_view helper_knows_none = "credentials not found";

/// Docker Hub has its own name in credential stores.
constexpr std::string_view docker_hub = "docker.io";
constexpr std::string_view docker_hub_server = "https://index.docker.io/v1/";

fs::path environment_path(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
    return value != nullptr ? fs::path(value) : fs::path();
}

const json::object* object_at(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member ? member->if_object() : nullptr;
}

std::string text_at(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    const auto* text = member ? member->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

/// "https://ghcr.io/v2/" and "ghcr.io" are one registry; Podman's keys may go on with a path.
std::string_view registry_of(std::string_view key) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
    for (const std::string_view end : {"/", "/v1", "/v2"})
        if (key.ends_with(end)) key.remove_suffix(end.size());
    return key == "index.docker.io" ? docker_hub : key;
}

/// Whether a login for `key` is one for the repository.
bool covers(std::string_view key, std::string_view repository) {
    const auto scope = registry_of(key);
    return repository.starts_with(scope) &&
           (repository.size() == scope.size() || repository[scope.size()] == '/');
}

/// The member whose key fits the repository best; null when none does.
const json::key_value_pair* best_member(const json::object* members, std::string_view repository) {
    const json::key_value_pair* best = nullptr;
    if (!members) return best;
    for (const auto& member : *members) {
        if (!covers(member.key(), repository)) continue;
        if (!best || registry_of(member.key()).size() > registry_of(best->key()).size())
            best = &member;
    }
    return best;
}

struct Search {
    const fs::path& file;
    std::string repository;
    std::string server;
    std::chrono::seconds helper_limit;
    std::stop_token stop;
};

std::unexpected<Error> malformed(const Search& search, std::string_view reason) {
    return fail(ErrorCode::invalid_argument,
                "could not read the registry logins in {}: {}: log in again with docker login",
                search.file.string(), reason);
}

Result<std::optional<RegistryLogin>> read_entry(const Search& search, std::string_view key,
                                                const json::value& value) {
    const auto* entry = value.if_object();
    if (!entry) return malformed(search, "an entry of auths is no object");
    RegistryLogin login{.server = std::string(key)};
    login.identity_token = text_at(*entry, "identitytoken");
    login.username = text_at(*entry, "username");
    login.password = text_at(*entry, "password");
    if (const auto encoded = text_at(*entry, "auth"); !encoded.empty()) {
        const auto decoded = from_base64(encoded);
        if (!decoded) return malformed(search, "an entry's auth is no base64");
        const auto pair = as_text(*decoded);
        const auto colon = pair.find(':');
        if (colon == pair.npos) return malformed(search, "an entry's auth is no name and password");
        login.username = pair.substr(0, colon);
        login.password = pair.substr(colon + 1);
        // Docker pads what it encodes.
        login.password.erase(login.password.find_last_not_of('\0') + 1);
    }
    // Docker leaves an empty entry where a helper keeps the login.
    if (login.identity_token.empty() && login.username.empty())
        return std::optional<RegistryLogin>();
    return login;
}

Result<std::optional<RegistryLogin>> ask_helper(const Search& search, std::string_view name) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    if (name.empty() || !std::ranges::all_of(name, is_plain))
        return malformed(search, "a credential helper's name is none");
    const auto program = fmt::format("{}{}", helper_prefix, name);
    const auto answer = TRY(detail::run_helper({.program = program,
                                                .argument = "get",
                                                .input = search.server,
                                                .answer_limit_bytes = helper_answer_limit_bytes,
                                                .time_limit = search.helper_limit},
                                               search.stop));
    if (answer.exit_status != 0) {
        if (answer.output.contains(helper_knows_none)) return std::optional<RegistryLogin>();
        return fail(ErrorCode::failed_precondition,
                    "could not ask {} for the login of {}: it ended with status {}: try `echo {} | "
                    "{} get` as the worker's user",
                    program, search.server, answer.exit_status, search.server, program);
    }
    const auto parsed = http::parse_json(answer.output);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    const auto secret = object ? text_at(*object, "Secret") : std::string();
    if (secret.empty())
        return fail(ErrorCode::failed_precondition,
                    "could not ask {} for the login of {}: its answer is not a helper's", program,
                    search.server);
    RegistryLogin login{.server = search.server};
    const auto username = text_at(*object, "Username");
    if (username == "<token>") {
        login.identity_token = secret;
    } else {
        login.username = username;
        login.password = secret;
    }
    return login;
}

Result<std::optional<RegistryLogin>> find_in(const Search& search) {
    const auto content = read_file(search.file, file_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found)
        return std::optional<RegistryLogin>();
    const auto parsed = http::parse_json(as_text(TRY(content)));
    const auto* config = parsed ? parsed->if_object() : nullptr;
    // The parser's own words would quote what may be a secret.
    if (!config) return malformed(search, "it is not a JSON object");

    if (const auto* helper = best_member(object_at(*config, "credHelpers"), search.repository)) {
        const auto* name = helper->value().if_string();
        return ask_helper(search, name ? std::string_view(*name) : std::string_view());
    }
    if (const auto store = text_at(*config, "credsStore"); !store.empty()) {
        auto login = TRY(ask_helper(search, store));
        if (login) return login;
    }
    const auto* entry = best_member(object_at(*config, "auths"), search.repository);
    if (!entry) return std::optional<RegistryLogin>();
    return read_entry(search, entry->key(), entry->value());
}

}  // namespace

std::vector<fs::path> usual_login_files() {
    std::vector<fs::path> files;
    const auto home = environment_path("HOME");
    if (const auto folder = environment_path("DOCKER_CONFIG"); !folder.empty())
        files.push_back(folder / "config.json");
    else if (!home.empty())
        files.push_back(home / ".docker" / "config.json");
    if (const auto file = environment_path("REGISTRY_AUTH_FILE"); !file.empty())
        files.push_back(file);
    if (const auto runtime = environment_path("XDG_RUNTIME_DIR"); !runtime.empty())
        files.push_back(runtime / "containers" / "auth.json");
    if (!home.empty()) files.push_back(home / ".config" / "containers" / "auth.json");
    return files;
}

Result<std::optional<RegistryLogin>> find_registry_login(const std::vector<fs::path>& files,
                                                         std::string_view domain,
                                                         std::string_view path,
                                                         std::chrono::seconds helper_limit,
                                                         std::stop_token stop) {
    for (const auto& file : files) {
        const Search search{
            .file = file,
            .repository = fmt::format("{}/{}", domain, path),
            .server = std::string(domain == docker_hub ? docker_hub_server : domain),
            .helper_limit = helper_limit,
            .stop = stop};
        auto login = TRY(find_in(search));
        if (login) return login;
    }
    return std::optional<RegistryLogin>();
}

}  // namespace carrot::sandbox
