// What a job asks for: the description that stands on chain, JSON text of version 1
// (docs/protocol.md, "The job's description").
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "age/keys.hpp"
#include "base/result.hpp"

namespace carrot::market {

/// The contract's limit for a description.
inline constexpr std::size_t description_limit_bytes = 8192;

/// Those who can read a job's result.
inline constexpr std::size_t result_recipient_limit = 8;

/// `python-script`: exactly one of the two is set.
struct PythonScript {
    std::string code{};
    std::string code_cid{};  ///< where a script too long for the chain is stored

    bool operator==(const PythonScript&) const = default;
};

/// `docker-image`
struct ContainerImage {
    std::string image;                ///< a valid image reference
    std::vector<std::string> args{};  ///< replace the image's command when not empty

    bool operator==(const ContainerImage&) const = default;
};

/// `simple`: a message for the provider; nothing is run.
struct Message {
    bool operator==(const Message&) const = default;
};

/// A file or folder of IPFS that the job finds, read-only, at /inputs/<path>.
struct JobInput {
    std::string cid;
    std::string path;  ///< relative, without `.` and `..`

    bool operator==(const JobInput&) const = default;
};

struct JobSpec {
    using Work = std::variant<PythonScript, ContainerImage, Message>;
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    Work work;
    std::string description{};  ///< for people; a `simple` job must have one
    Pairs env{};                ///< names are C identifiers, each once
    std::vector<JobInput> inputs{};
    std::uint32_t memory_gb = 2;                    ///< 2 … 4
    std::uint32_t cpus = 2;                         ///< 2 … 4
    std::optional<std::chrono::seconds> timeout{};  ///< 1 s … 720 h; none: the hours paid for
    /// When there are any, results and reports are stored encrypted to them (docs/ipfs.md).
    std::vector<age::Recipient> encrypt_to{};
    Pairs other_members{};  ///< name and JSON text of what version 1 lacks

    bool operator==(const JobSpec&) const = default;
};

/// The `type` member's value: "python-script", "docker-image" or "simple".
std::string_view type_name(const JobSpec& spec);

/// Reads and checks a description. Each fault has one error that names the member and its remedy.
/// Limits: 8,192 bytes, 64 environment variables, 32 inputs, 256 arguments,
/// 8 recipients.
Result<JobSpec> parse_job_spec(std::string_view text);

/// The same checks for a spec made by code; parse_job_spec and to_description call it.
Result<void> check_job_spec(const JobSpec& spec);

/// The text to post: the shortest JSON form, defaults left out. Refuses what parse_job_spec would
/// refuse; too long a script gets resource_exhausted, and belongs on IPFS as `code_cid`.
Result<std::string> to_description(const JobSpec& spec);

/// How long the job may run: its own timeout, but never more than the hours paid for.
std::chrono::seconds time_limit(const JobSpec& spec, std::uint32_t compute_hours);

}  // namespace carrot::market
