#include <algorithm>
#include <set>

#include "market/image_reference.hpp"
#include "market/job_spec.hpp"

namespace carrot::market {
namespace {

constexpr std::size_t env_limit = 64;
constexpr std::size_t input_limit = 32;
constexpr std::size_t argument_limit = 256;
constexpr std::size_t path_limit_bytes = 255;
constexpr std::size_t cid_limit_bytes = 128;
constexpr std::uint32_t least_memory_gb = 2;
constexpr std::uint32_t most_memory_gb = 4;
constexpr std::uint32_t least_cpus = 2;
constexpr std::uint32_t most_cpus = 4;
constexpr std::chrono::hours longest_timeout{720};

using Check = Result<void>;

template <class... Args>
Check refuse(fmt::format_string<Args...> format, Args&&... args) {
    return fail(ErrorCode::invalid_argument, "job description: {}",
                fmt::format(format, std::forward<Args>(args)...));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has_nul(std::string_view text) { return text.contains('\0'); }

/// The shape of a CID in text. Whether it is one is for the room that fetches it.
bool looks_like_cid(std::string_view text) {
    return !text.empty() && text.size() <= cid_limit_bytes && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '_';
    });
}

bool is_env_name(std::string_view name) {
    return !name.empty() && !is_digit(name.front()) && std::ranges::all_of(name, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_';
    });
}

bool is_safe_path(std::string_view path) {
    if (path.empty() || path.size() > path_limit_bytes) return false;
    if (std::ranges::any_of(path, [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
        })) {
        return false;
    }
    while (true) {
        auto slash = path.find('/');
        auto part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

Check check_work(const PythonScript& script) {
    if (script.code.empty() == script.code_cid.empty()) {
        return refuse("a python-script has either \"code\" or \"codeCid\", this has {}",
                      script.code.empty() ? "neither" : "both");
    }
    if (has_nul(script.code)) return refuse("\"code\" holds a NUL byte");
    if (!script.code_cid.empty() && !looks_like_cid(script.code_cid)) {
        return refuse("\"codeCid\" is not a CID: give the bare text, such as bafy…");
    }
    return {};
}

Check check_work(const ContainerImage& container) {
    TRY(with_context(parse_image_reference(container.image), "job description"));
    if (container.args.size() > argument_limit) {
        return refuse("\"args\" has {} arguments, more than {}", container.args.size(),
                      argument_limit);
    }
    if (std::ranges::any_of(container.args, has_nul)) return refuse("\"args\" holds a NUL byte");
    return {};
}

Check check_work(const Message&) { return {}; }

Check check_env(const JobSpec::Pairs& env) {
    if (env.size() > env_limit) {
        return refuse("\"env\" has {} variables, more than {}", env.size(), env_limit);
    }
    std::set<std::string_view> names;
    for (const auto& [name, value] : env) {
        if (!is_env_name(name)) {
            return refuse("\"env\": \"{}\" is not a variable's name (letters, digits and _)", name);
        }
        if (has_nul(value)) return refuse("\"env\": the value of {} holds a NUL byte", name);
        if (!names.insert(name).second) return refuse("\"env\": {} is set twice", name);
    }
    return {};
}

Check check_inputs(const std::vector<JobInput>& inputs) {
    if (inputs.size() > input_limit) {
        return refuse("\"inputs\" has {} entries, more than {}", inputs.size(), input_limit);
    }
    std::set<std::string> paths;
    for (const auto& input : inputs) {
        if (!looks_like_cid(input.cid)) {
            return refuse("\"inputs\": the \"cid\" of {} is not a CID", input.path);
        }
        if (!is_safe_path(input.path)) {
            return refuse(
                "\"inputs\": \"{}\" is not a path inside /inputs: write it relative, "
                "without . and ..",
                input.path);
        }
        paths.insert(input.path + '/');
    }
    if (paths.size() != inputs.size()) return refuse("\"inputs\": two entries have the same path");
    // In sorted order a path's first descendant follows it at once: both end in a slash.
    auto nested = std::ranges::adjacent_find(
        paths, [](const auto& parent, const auto& child) { return child.starts_with(parent); });
    if (nested != paths.end()) {
        return refuse("\"inputs\": another entry lies inside {}", *nested);
    }
    return {};
}

Check check_limits(const JobSpec& spec) {
    if (spec.memory_gb < least_memory_gb || spec.memory_gb > most_memory_gb) {
        return refuse("\"memoryGb\" is {}, and may be {} to {}", spec.memory_gb, least_memory_gb,
                      most_memory_gb);
    }
    if (spec.cpus < least_cpus || spec.cpus > most_cpus) {
        return refuse("\"cpus\" is {}, and may be {} to {}", spec.cpus, least_cpus, most_cpus);
    }
    if (spec.encrypt_to.size() > result_recipient_limit) {
        return refuse("\"encryptTo\" has {} recipients, more than {}", spec.encrypt_to.size(),
                      result_recipient_limit);
    }
    if (spec.timeout && (spec.timeout->count() < 1 || *spec.timeout > longest_timeout)) {
        return refuse("\"timeoutSeconds\" is {}, and may be 1 to {}", spec.timeout->count(),
                      std::chrono::seconds(longest_timeout).count());
    }
    return {};
}

}  // namespace

std::string_view type_name(const JobSpec& spec) {
    constexpr std::string_view names[] = {"python-script", "docker-image", "simple"};
    return names[spec.work.index()];
}

Result<void> check_job_spec(const JobSpec& spec) {
    TRY(std::visit([](const auto& work) { return check_work(work); }, spec.work));
    if (std::holds_alternative<Message>(spec.work) && spec.description.empty()) {
        return refuse("a simple job is its \"description\", and this has none");
    }
    TRY(check_env(spec.env));
    TRY(check_inputs(spec.inputs));
    return check_limits(spec);
}

std::chrono::seconds time_limit(const JobSpec& spec, std::uint32_t compute_hours) {
    std::chrono::seconds paid = std::chrono::hours(compute_hours);
    return std::min(spec.timeout.value_or(paid), paid);
}

}  // namespace carrot::market
