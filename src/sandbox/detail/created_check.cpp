#include "sandbox/detail/created_check.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace carrot::sandbox::detail {
namespace {

namespace json = boost::json;

constexpr std::int64_t cpu_period_us = 100'000;  ///< the kernel's, where none is told

/// Null where it, or its parent, is missing.
const json::value& member(const json::value& parent, std::string_view name) {
    static const json::value none;
    const auto* object = parent.if_object();
    const auto* found = object ? object->if_contains(name) : nullptr;
    return found ? *found : none;
}

bool is_text(const json::value& value, std::string_view text) {
    return value.is_string() && std::string_view(value.get_string()) == text;
}
bool is_true(const json::value& value) { return value.is_bool() && value.get_bool(); }

std::int64_t integer(const json::value& value) {
    return value.is_number() ? value.to_number<std::int64_t>() : 0;
}

bool is_empty_list(const json::value& value) {
    return value.is_null() || (value.is_array() && value.get_array().empty());
}

/// Docker says it as it was asked, Podman as the quota that it becomes.
std::int64_t cpu_quota_ns(const json::value& host) {
    if (const auto nanoseconds = integer(member(host, "NanoCpus")); nanoseconds > 0)
        return nanoseconds;
    const auto period = integer(member(host, "CpuPeriod"));
    return integer(member(host, "CpuQuota")) * 1'000'000'000 /
           (period > 0 ? period : cpu_period_us);
}

class Judge {
public:
    Judge(const ContainerConfig& config, const json::value& inspected)
        : config_(config), inspected_(inspected), host_(member(inspected, "HostConfig")) {}

    std::vector<std::string> judge() {
        namespaces();
        rights();
        limits();
        mounts();
        return std::move(faults_);
    }

private:
    void require(bool holds, std::string_view fault) {
        if (!holds) faults_.emplace_back(fault);
    }

    void namespaces() {
        require(is_text(member(host_, "NetworkMode"), "none"), "it has a network");
        for (const auto name : {"PidMode", "UTSMode", "IpcMode", "CgroupnsMode", "UsernsMode"})
            if (is_text(member(host_, name), "host"))
                faults_.push_back(fmt::format("{} is the host's", name));
    }

    void rights() {
        require(!is_true(member(host_, "Privileged")), "it is privileged");
        require(is_true(member(host_, "ReadonlyRootfs")), "its root can be written");
        require(is_empty_list(member(host_, "CapAdd")), "it has further capabilities");
        require(!is_empty_list(member(host_, "CapDrop")), "it keeps its capabilities");
        require(is_text(member(member(inspected_, "Config"), "User"), config_.user),
                "it has another user");
        require(is_empty_list(member(host_, "Devices")), "it has devices");
        require(!is_true(member(host_, "OomKillDisable")), "it is not killed at its memory limit");
        for (const auto name : {"MaskedPaths", "ReadonlyPaths"})
            if (const auto& paths = member(host_, name); !paths.is_null())
                require(!is_empty_list(paths), "its /proc is not masked");
        security_options();
    }

    void security_options() {
        bool closed = false;
        bool filtered = config_.system_calls.empty();
        const auto& options = member(host_, "SecurityOpt");
        if (options.is_array())
            for (const auto& option : options.get_array()) {
                if (!option.is_string()) continue;
                const std::string_view text = option.get_string();
                closed |= text.starts_with("no-new-privileges") && !text.ends_with("false");
                filtered |= text.starts_with("seccomp") && text.ends_with(config_.system_calls);
                require(!text.ends_with("unconfined") && !text.ends_with("disable"),
                        fmt::format("it has the security option {}", text));
            }
        require(closed, "it may gain privileges");
        require(filtered, "its system calls are filtered otherwise");
    }

    void limits() {
        const auto at_most = [&](std::int64_t found, std::uint64_t asked, std::string_view what) {
            if (asked > 0 && (found <= 0 || static_cast<std::uint64_t>(found) > asked))
                faults_.push_back(fmt::format("its {} is {}, not {}", what, found, asked));
        };
        at_most(integer(member(host_, "Memory")), config_.memory_bytes, "memory limit");
        at_most(integer(member(host_, "MemorySwap")), config_.memory_bytes,
                "limit on memory and swap");
        at_most(integer(member(host_, "PidsLimit")), config_.pids, "process limit");
        at_most(cpu_quota_ns(host_), std::uint64_t{config_.cpus} * 1'000'000'000, "CPU limit (ns)");
    }

    /// Nothing of the host but what was asked for, and that read-only where it was asked so.
    void mounts() {
        const auto& mounts = member(inspected_, "Mounts");
        if (!mounts.is_array()) return;
        for (const auto& mount : mounts.get_array()) {
            if (is_text(member(mount, "Type"), "tmpfs")) continue;
            const auto asked = std::ranges::find_if(config_.binds, [&](const BindMount& bind) {
                return is_text(member(mount, "Destination"), bind.target) &&
                       is_text(member(mount, "Source"), bind.source.string());
            });
            if (asked == config_.binds.end())
                faults_.push_back(fmt::format("it has the mount {}",
                                              http::format_json(member(mount, "Destination"))));
            else if (asked->read_only && is_true(member(mount, "RW")))
                faults_.push_back(fmt::format("{} can be written", asked->target));
        }
    }

    const ContainerConfig& config_;
    const json::value& inspected_;
    const json::value& host_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> weaker_than_asked(const ContainerConfig& config,
                                           const json::value& inspected) {
    return Judge(config, inspected).judge();
}

}  // namespace carrot::sandbox::detail
