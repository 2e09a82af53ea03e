#include "market/job_spec.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

#include "market/shell_words.hpp"

namespace carrot::market {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_limit = 16;
constexpr std::string_view known_members[] = {"type",     "description",    "code",      "codeCid",
                                              "image",    "args",           "env",       "inputs",
                                              "memoryGb", "timeoutSeconds", "encryptTo", "cpus"};

template <class... Args>
std::unexpected<Error> refuse(fmt::format_string<Args...> format, Args&&... args) {
    return fail(ErrorCode::invalid_argument, "job description: {}",
                fmt::format(format, std::forward<Args>(args)...));
}

Result<std::string> as_string(const json::value& value, std::string_view member) {
    if (!value.is_string()) return refuse("\"{}\" is not a string", member);
    return std::string{value.get_string()};
}

/// A string member, empty where it is missing.
Result<std::string> string_member(const json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    if (value == nullptr) return std::string{};
    return as_string(*value, member);
}

Result<std::uint32_t> count_member(const json::object& object, std::string_view member,
                                   std::uint32_t otherwise) {
    const auto* value = object.if_contains(member);
    if (value == nullptr) return otherwise;
    json::error_code not_exact;
    auto count = value->to_number<std::uint32_t>(not_exact);
    if (not_exact) return refuse("\"{}\" is not a whole number", member);
    return count;
}

Result<std::vector<std::string>> read_args(const json::object& object) {
    const auto* value = object.if_contains("args");
    if (value == nullptr) return std::vector<std::string>{};
    if (value->is_string()) {
        return with_context(split_shell_words(value->get_string()), "job description: \"args\"");
    }
    if (!value->is_array()) return refuse("\"args\" is neither an array of strings nor a string");
    std::vector<std::string> args;
    for (const auto& word : value->get_array())
        args.push_back(TRY(as_string(word, "args")));
    return args;
}

Result<JobSpec::Work> read_work(const json::object& object) {
    if (!object.contains("type")) {
        return refuse("\"type\" is missing: python-script, docker-image or simple");
    }
    auto type = TRY(string_member(object, "type"));
    if (type == "python-script") {
        return PythonScript {
            .code = TRY(string_member(object, "code"))
            , .code_cid = TRY(string_member(object, "codeCid"))
        };
    }
    if (type == "docker-image") {
        return ContainerImage {
            .image = TRY(string_member(object, "image"))
            , .args = TRY(read_args(object))
        };
    }
    if (type == "simple") return Message{};
    return refuse("\"type\" is \"{}\", and may be python-script, docker-image or simple",
                  type.substr(0, 64));
}

Result<JobSpec::Pairs> read_env(const json::object& object) {
    JobSpec::Pairs env;
    const auto* value = object.if_contains("env");
    if (value == nullptr) return env;
    if (!value->is_object()) return refuse("\"env\" is not an object of strings");
    for (const auto& member : value->get_object()) {
        env.emplace_back(member.key(), TRY(as_string(member.value(), "env")));
    }
    return env;
}

Result<std::vector<JobInput>> read_inputs(const json::object& object) {
    std::vector<JobInput> inputs;
    const auto* value = object.if_contains("inputs");
    if (value == nullptr) return inputs;
    if (!value->is_array()) return refuse("\"inputs\" is not an array");
    for (const auto& entry : value->get_array()) {
        if (!entry.is_object()) {
            return refuse("\"inputs\" holds something other than {{\"cid\", \"path\"}}");
        }
        inputs.push_back({
            .cid = TRY(string_member(entry.get_object(), "cid"))
            , .path = TRY(string_member(entry.get_object(), "path"))
        });
    }
    return inputs;
}

Result<std::vector<age::Recipient>> read_recipients(const json::object& object) {
    std::vector<age::Recipient> recipients;
    const auto* value = object.if_contains("encryptTo");
    if (value == nullptr) return recipients;
    if (!value->is_array() && !value->is_string())
        return refuse("\"encryptTo\" is neither a recipient nor an array of recipients");
    const auto texts = value->is_array() ? value->get_array() : json::array{*value};
    if (texts.empty()) return refuse("\"encryptTo\" names nobody: leave it out");
    for (const auto& text : texts)
        recipients.push_back(
            TRY(with_context(age::Recipient::parse(TRY(as_string(text, "encryptTo"))),
                             "job description: \"encryptTo\"")));
    return recipients;
}

Result<JobSpec> read_spec(const json::object& object) {
    JobSpec spec;
    spec.work = TRY(read_work(object));
    spec.description = TRY(string_member(object, "description"));
    spec.env = TRY(read_env(object));
    spec.inputs = TRY(read_inputs(object));
    spec.encrypt_to = TRY(read_recipients(object));
    spec.memory_gb = TRY(count_member(object, "memoryGb", spec.memory_gb));
    spec.cpus = TRY(count_member(object, "cpus", spec.cpus));
    if (object.contains("timeoutSeconds")) {
        spec.timeout = std::chrono::seconds(TRY(count_member(object, "timeoutSeconds", 0)));
    }
    for (const auto& member : object) {
        bool known = std::ranges::count(known_members, std::string_view{member.key()}) > 0;
        if (known) continue;
        spec.other_members.emplace_back(member.key(), json::serialize(member.value()));
    }
    return spec;
}

void write_work(json::object& object, const PythonScript& script) {
    object[script.code.empty() ? "codeCid" : "code"] =
        script.code.empty() ? script.code_cid : script.code;
}

void write_work(json::object& object, const ContainerImage& container) {
    object["image"] = container.image;
    if (!container.args.empty()) object["args"] = json::value_from(container.args);
}

void write_work(json::object&, const Message&) {}

json::array to_json(const std::vector<JobInput>& inputs) {
    json::array array;
    for (const auto& input : inputs) {
        array.push_back({{"cid", input.cid}, {"path", input.path}});
    }
    return array;
}

json::value to_json(const std::vector<age::Recipient>& recipients) {
    if (recipients.size() == 1) return json::string(recipients.front().to_string());
    json::array array;
    for (const auto& recipient : recipients)
        array.push_back(json::string(recipient.to_string()));
    return array;
}

json::object to_json(const JobSpec& spec) {
    json::object object;
    object["type"] = type_name(spec);
    if (!spec.description.empty()) object["description"] = spec.description;
    std::visit([&](const auto& work) { write_work(object, work); }, spec.work);
    if (!spec.env.empty()) {
        auto& env = object["env"].emplace_object();
        for (const auto& [name, value] : spec.env)
            env[name] = value;
    }
    if (!spec.inputs.empty()) object["inputs"] = to_json(spec.inputs);
    const JobSpec defaults{};
    if (spec.memory_gb != defaults.memory_gb) object["memoryGb"] = spec.memory_gb;
    if (spec.cpus != defaults.cpus) object["cpus"] = spec.cpus;
    if (spec.timeout) object["timeoutSeconds"] = spec.timeout->count();
    if (!spec.encrypt_to.empty()) object["encryptTo"] = to_json(spec.encrypt_to);
    return object;
}

}  // namespace

Result<JobSpec> parse_job_spec(std::string_view text) {
    if (text.size() > description_limit_bytes) {
        return fail(ErrorCode::resource_exhausted,
                    "job description: {} bytes, more than the {} that the contract takes",
                    text.size(), description_limit_bytes);
    }
    json::error_code error;
    json::parse_options options;
    options.max_depth = depth_limit;
    auto value = json::parse(text, error, {}, options);
    if (error) return refuse("not JSON: {}", error.message());
    if (!value.is_object()) return refuse("not a JSON object");
    auto spec = TRY(read_spec(value.get_object()));
    TRY(check_job_spec(spec));
    return spec;
}

Result<std::string> to_description(const JobSpec& spec) {
    TRY(check_job_spec(spec));
    auto object = to_json(spec);
    for (const auto& [name, member_text] : spec.other_members) {
        json::error_code error;
        auto value = json::parse(member_text, error);
        if (error) return refuse("member \"{}\" is not JSON: {}", name, error.message());
        object.insert_or_assign(name, std::move(value));
    }
    auto text = json::serialize(object);
    if (text.size() > description_limit_bytes) {
        return fail(ErrorCode::resource_exhausted,
                    "job description: {} bytes, more than the {} that the contract takes: store "
                    "the script on IPFS and name it in \"codeCid\"",
                    text.size(), description_limit_bytes);
    }
    return text;
}

}  // namespace carrot::market
