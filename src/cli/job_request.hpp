// A job as it is asked for on the command line, and its posting: shared by `job run` and `job
// post`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/session.hpp"
#include "market/job_spec.hpp"

namespace carrot::cli {

struct JobRequest {
    std::optional<std::filesystem::path> script;
    std::optional<std::string> image;
    std::optional<std::string> message;
    std::optional<std::filesystem::path> spec_file;
    std::vector<std::string> args;
    std::string description;
    std::vector<std::string> env;
    std::vector<std::string> inputs;
    std::optional<std::uint32_t> memory_gb;
    std::optional<std::uint32_t> cpus;
    std::optional<std::uint32_t> timeout_s;
    std::uint32_t gpu_id = 0;
    std::uint32_t hours = 1;
    std::optional<market::Stroops> payment;
    bool is_private = false;
    std::vector<std::string> recipients;

    void declare(Command& command);
};

/// What was asked for, checked. A script too long for the chain goes to the IPFS store. `key` is
/// the consumer's.
Result<market::JobSpec> read_job_spec(const JobRequest& request, const stellar::KeyPair& key,
                                      Session& session);

struct PostedJob {
    market::Receipt<market::JobId> receipt;
    market::Stroops payment;
    market::JobId job_id() const { return receipt.value; }
};

/// Posts the job and pays it into escrow. Without --pay that is price × hours.
Result<PostedJob> post_job(const JobRequest& request, const market::JobSpec& spec,
                           const stellar::KeyPair& key, const market::Market& market,
                           Session& session);

}  // namespace carrot::cli
