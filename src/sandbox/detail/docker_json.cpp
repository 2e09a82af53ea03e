#include "sandbox/detail/docker_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "sandbox/detail/cdi_name.hpp"

namespace carrot::sandbox::detail {
namespace {

namespace json = boost::json;

json::array texts(const std::vector<std::string>& values) {
    return json::array(values.begin(), values.end());
}

json::array env_list(const std::vector<std::pair<std::string, std::string>>& env) {
    json::array list;
    for (const auto& [name, value] : env)
        list.emplace_back(name + '=' + value);
    return list;
}

json::object label_map(const Labels& labels) {
    json::object map;
    for (const auto& [name, value] : labels)
        map[name] = value;
    return map;
}

json::array bind_list(const std::vector<BindMount>& binds) {
    json::array list;
    for (const auto& bind : binds)
        list.push_back({{"Type", "bind"},
                        {"Source", bind.source.string()},
                        {"Target", bind.target},
                        {"ReadOnly", bind.read_only},
                        {"BindOptions", {{"Propagation", "rprivate"}}}});
    return list;
}

json::object memory_mount_map(const ContainerConfig& config) {
    const auto colon = config.user.find(':');
    json::object map;
    for (const auto& mount : config.memory_mounts)
        map[mount.target] =
            fmt::format("rw,{},nosuid,nodev,mode=0700,size={},nr_inodes={},uid={},gid={}",
                        mount.execution == Execution::allowed ? "exec" : "noexec", mount.size_bytes,
                        mount.entries, config.user.substr(0, colon), config.user.substr(colon + 1));
    return map;
}

json::array limit_list(const std::vector<ResourceLimit>& limits) {
    json::array list;
    for (const auto& limit : limits)
        list.push_back({{"Name", limit.name}, {"Soft", limit.value}, {"Hard", limit.value}});
    return list;
}

json::object log_config(std::uint64_t file_bytes) {
    return {{"Type", "local"},
            {"Config",
             {{"max-size", std::to_string(file_bytes)}, {"max-file", "2"}, {"compress", "false"}}}};
}

json::array security_options(const ContainerConfig& config) {
    json::array options = {"no-new-privileges:true"};
    if (!config.system_calls.empty()) options.emplace_back("seccomp=" + config.system_calls);
    return options;
}

/// No video, no graphics, no display: what else a driver can do is no business of a job's.
json::object device_request(const ContainerConfig& config) {
    if (config.gpu_handover == GpuHandover::cdi) {
        json::array names;
        for (const auto& uuid : config.gpu_uuids)
            names.emplace_back(cdi_name(uuid));
        return {{"Driver", "cdi"}, {"DeviceIDs", std::move(names)}};
    }
    return {{"Driver", "nvidia"},
            {"DeviceIDs", texts(config.gpu_uuids)},
            {"Capabilities", {{"gpu", "compute", "utility"}}}};
}

json::object host_config(const ContainerConfig& config) {
    json::object host = {
        {"NetworkMode", "none"},
        {"CapDrop", {"ALL"}},
        {"SecurityOpt", security_options(config)},
        {"ReadonlyRootfs", true},
        {"IpcMode", "private"},
        {"CgroupnsMode", "private"},
        {"RestartPolicy", {{"Name", "no"}}},
        {"Mounts", bind_list(config.binds)},
        {"Tmpfs", memory_mount_map(config)},
        {"Memory", config.memory_bytes},
        {"MemorySwap", config.memory_bytes},
        {"NanoCpus", std::uint64_t{config.cpus} * 1'000'000'000},
        {"PidsLimit", config.pids},
        {"OomScoreAdj", config.oom_score},
        {"Ulimits", limit_list(config.resource_limits)},
        {"LogConfig", log_config(config.log_file_bytes)},
        {"Init", config.init},
    };
    if (!config.masked_paths.empty()) host["MaskedPaths"] = texts(config.masked_paths);
    if (!config.runtime.empty()) host["Runtime"] = config.runtime;
    if (!config.gpu_uuids.empty()) host["DeviceRequests"] = json::array{device_request(config)};
    return host;
}

/// Follows the members' names; null when one is missing.
const json::value* find(const json::value& value, std::initializer_list<std::string_view> names) {
    const auto* at = &value;
    for (const auto name : names) {
        const auto* object = at->if_object();
        at = object ? object->if_contains(name) : nullptr;
        if (!at) return nullptr;
    }
    return at;
}

std::string text_at(const json::value& value, std::initializer_list<std::string_view> names) {
    const auto* at = find(value, names);
    const auto* text = at ? at->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

bool flag_at(const json::value& value, std::initializer_list<std::string_view> names) {
    const auto* at = find(value, names);
    return at && at->is_bool() && at->get_bool();
}

std::int64_t integer_at(const json::value& value, std::initializer_list<std::string_view> names) {
    const auto* at = find(value, names);
    return at && at->is_int64() ? at->get_int64() : 0;
}

std::vector<std::string> list_at(const json::value& value,
                                 std::initializer_list<std::string_view> names) {
    std::vector<std::string> list;
    const auto* at = find(value, names);
    if (!at || !at->is_array()) return list;
    for (const auto& item : at->get_array())
        if (item.is_string()) list.emplace_back(item.get_string());
    return list;
}

std::vector<std::string> keys_at(const json::value& value,
                                 std::initializer_list<std::string_view> names) {
    std::vector<std::string> keys;
    const auto* at = find(value, names);
    if (!at || !at->is_object()) return keys;
    for (const auto& member : at->get_object())
        keys.emplace_back(member.key());
    return keys;
}

/// The text at `member` of each object in the array `list`.
std::vector<std::string> member_list(const json::value& value, std::string_view list,
                                     std::string_view member) {
    std::vector<std::string> texts;
    const auto* at = find(value, {list});
    if (!at || !at->is_array()) return texts;
    for (const auto& item : at->get_array())
        texts.push_back(text_at(item, {member}));
    return texts;
}

/// Lists of image names have "<none>:<none>" where there is none.
std::vector<std::string> names_at(const json::value& value,
                                  std::initializer_list<std::string_view> names) {
    auto list = list_at(value, names);
    std::erase_if(list, [](const std::string& name) { return name.starts_with("<none>"); });
    return list;
}

Labels labels_at(const json::value& value, std::initializer_list<std::string_view> names) {
    Labels labels;
    const auto* at = find(value, names);
    if (!at || !at->is_object()) return labels;
    for (const auto& member : at->get_object())
        if (member.value().is_string())
            labels.emplace(member.key(), std::string(member.value().get_string()));
    return labels;
}

/// Podman, which answers in Docker's words, names itself only among its components.
std::string engine_name(const json::value& version) {
    const auto components = member_list(version, "Components", "Name");
    const bool is_podman = std::ranges::any_of(
        components, [](const auto& name) { return name.starts_with("Podman"); });
    return is_podman ? "Podman" : "Docker";
}

ContainerStatus status_from(std::string_view status) {
    if (status == "created") return ContainerStatus::created;
    if (status == "running" || status == "paused" || status == "restarting")
        return ContainerStatus::running;
    return ContainerStatus::exited;
}

}  // namespace

json::object create_request(const ContainerConfig& config) {
    json::object request = {
        {"Image", config.image},
        {"Hostname", config.hostname},
        {"User", config.user},
        {"Env", env_list(config.env)},
        {"Labels", label_map(config.labels)},
        {"Healthcheck", {{"Test", {"NONE"}}}},
        {"StopSignal", "SIGTERM"},
        {"HostConfig", host_config(config)},
    };
    if (config.entrypoint) request["Entrypoint"] = texts(*config.entrypoint);
    if (!config.command.empty()) request["Cmd"] = texts(config.command);
    if (!config.working_directory.empty()) request["WorkingDir"] = config.working_directory;
    return request;
}

Result<std::string> text_member(const json::value& value, std::string_view name) {
    auto text = text_at(value, {name});
    if (text.empty())
        return fail(ErrorCode::internal, "the container engine's answer has no member {:?}", name);
    return text;
}

Result<ContainerState> read_container(const json::value& inspected) {
    ContainerState state;
    state.id.value = TRY(text_member(inspected, "Id"));
    state.image_id = TRY(text_member(inspected, "Image"));
    state.status = status_from(text_at(inspected, {"State", "Status"}));
    state.exit_status = static_cast<int>(integer_at(inspected, {"State", "ExitCode"}));
    state.out_of_memory = flag_at(inspected, {"State", "OOMKilled"});
    state.started_at = TRY(parse_time(text_at(inspected, {"State", "StartedAt"})));
    state.finished_at = TRY(parse_time(text_at(inspected, {"State", "FinishedAt"})));
    // Docker notes the start when it hears of it, which can be after a short program's end.
    if (state.status == ContainerStatus::exited)
        state.finished_at = std::max(state.finished_at, state.started_at);
    state.labels = labels_at(inspected, {"Config", "Labels"});
    return state;
}

Result<Image> read_image(const json::value& inspected) {
    Image image;
    image.id = TRY(text_member(inspected, "Id"));
    image.tags = names_at(inspected, {"RepoTags"});
    image.digests = names_at(inspected, {"RepoDigests"});
    image.volumes = keys_at(inspected, {"Config", "Volumes"});
    image.size_bytes = static_cast<std::uint64_t>(integer_at(inspected, {"Size"}));
    return image;
}

Result<EngineFacts> read_facts(const json::value& info, const json::value& version) {
    EngineFacts facts;
    facts.version = TRY(text_member(version, "Version"));
    facts.api_version = TRY(text_member(version, "ApiVersion"));
    facts.name = engine_name(version);
    facts.operating_system = text_at(info, {"OperatingSystem"});
    facts.storage_driver = text_at(info, {"Driver"});
    facts.data_root = text_at(info, {"DockerRootDir"});
    facts.cgroup_version = text_at(info, {"CgroupVersion"});
    facts.runtimes = keys_at(info, {"Runtimes"});
    facts.security_options = list_at(info, {"SecurityOptions"});
    facts.memory_limit = flag_at(info, {"MemoryLimit"});
    facts.swap_limit = flag_at(info, {"SwapLimit"});
    facts.cpu_limit = flag_at(info, {"CpuCfsQuota"});
    facts.pids_limit = flag_at(info, {"PidsLimit"});
    // Docker asks its init binary for a version at start, and says N/A when it can't run it.
    facts.init =
        !text_at(info, {"InitBinary"}).empty() && text_at(info, {"InitCommit", "ID"}) != "N/A";
    facts.cdi_spec_dirs = list_at(info, {"CDISpecDirs"});
    facts.cdi_devices = member_list(info, "DiscoveredDevices", "ID");
    return facts;
}

}  // namespace carrot::sandbox::detail
