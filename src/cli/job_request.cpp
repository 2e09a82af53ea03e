#include "cli/job_request.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "cli/store_budget.hpp"
#include "ipfs/ipfs.hpp"
#include "market/result_key.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t script_limit_bytes = 1 << 20;

/// "NAME=value" taken apart at the first '='.
Result<std::pair<std::string, std::string>> split_pair(std::string_view text,
                                                       std::string_view option) {
    auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        return fail(ErrorCode::invalid_argument, "{} \"{}\": write NAME=VALUE", option,
                    text.substr(0, 64));
    }
    return std::pair{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

Result<market::JobSpec::Work> read_work(const JobRequest& request) {
    if (request.script) {
        auto code = TRY(read_file(*request.script, script_limit_bytes));
        return market::PythonScript{.code = std::string{as_text(code)}};
    }
    if (request.image) {
        return market::ContainerImage{.image = *request.image, .args = request.args};
    }
    return market::Message{};
}

Result<void> take_options(const JobRequest& request, market::JobSpec& spec) {
    for (const auto& text : request.env)
        spec.env.push_back(TRY(split_pair(text, "--env")));
    for (const auto& text : request.inputs) {
        auto [path, cid] = TRY(split_pair(text, "--input"));
        spec.inputs.push_back({.cid = std::move(cid), .path = std::move(path)});
    }
    if (!request.description.empty()) spec.description = request.description;
    if (request.memory_gb) spec.memory_gb = *request.memory_gb;
    if (request.cpus) spec.cpus = *request.cpus;
    if (request.timeout_s) spec.timeout = std::chrono::seconds(*request.timeout_s);
    return {};
}

Result<void> take_recipients(const JobRequest& request, const stellar::KeyPair& key,
                             const Session& session, market::JobSpec& spec) {
    const auto add = [&](const age::Recipient& recipient) {
        if (std::ranges::count(spec.encrypt_to, recipient) == 0)
            spec.encrypt_to.push_back(recipient);
    };
    if (request.is_private) {
        auto network = TRY(session.network())
        .network;
        add(market::result_key(key, network.passphrase).recipient());
    }
    for (const auto& text : request.recipients)
        add(TRY(with_context(age::Recipient::parse(text), "--encrypt-to")));
    return {};
}

Result<void> check_one_kind(const JobRequest& request) {
    int kinds = int{request.script.has_value()} + int{request.image.has_value()} +
                int{request.message.has_value()} + int{request.spec_file.has_value()};
    if (kinds == 1) return {};
    return fail(ErrorCode::invalid_argument,
                "a job is a script, an --image, a --message or a --spec file: {} given",
                kinds == 0 ? "none is" : "several are");
}

/// Moves a script that does not fit the chain to the IPFS store.
Result<void> make_it_fit(market::JobSpec& spec, Session& session) {
    auto* script = std::get_if<market::PythonScript>(&spec.work);
    auto text = market::to_description(spec);
    bool too_long = !text && text.error().code == ErrorCode::resource_exhausted;
    if (script == nullptr || !too_long) return {};
    auto store = TRY(open_result_store(session));
    auto cid = TRY(store->put_bytes(as_bytes(script->code), {.name = "script"}, session.stop()));
    session.output().note("  the script is too long for the chain: stored as {}", cid.to_string());
    *script = {.code_cid = cid.to_string()};
    return {};
}

}  // namespace

void JobRequest::declare(Command& command) {
    command.optional_argument("script", script, "a Python script to run");
    command.option("--image", image, "run a container image instead");
    command.option("--arg", args, "an argument of the image's command, once for each");
    command.option("--message", message, "a message to the provider; nothing is run");
    command.option("--spec", spec_file, "a job description in JSON instead of these options");
    command.required_option("--gpu", gpu_id, "the GPU's number, from 'carrot gpu list'");
    command.option("--hours", hours, "how long it may take, 1 to 720 (1)");
    command.option("--pay", payment, "what to pay, when it is to be more than price × hours");
    command.option("--description", description, "what it is, for people");
    command.option("--env", env, "NAME=VALUE in its environment, once for each");
    command.option("--input", inputs, "PATH=CID: a file or folder of IPFS at /inputs/PATH");
    command.option("--memory-gb", memory_gb, "2 to 4 (2)");
    command.option("--cpus", cpus, "2 to 4 (2)");
    command.option("--timeout", timeout_s, "seconds it may run, when less than the hours");
    command.flag("--private", is_private, "store the result encrypted to your key");
    command.option("--encrypt-to", recipients,
                   "age1…: store it encrypted to this age key too, once for each");
}

Result<market::JobSpec> read_job_spec(const JobRequest& request, const stellar::KeyPair& key,
                                      Session& session) {
    TRY(check_one_kind(request));
    market::JobSpec spec;
    if (request.spec_file) {
        auto text = TRY(read_file(*request.spec_file, script_limit_bytes));
        spec = TRY(market::parse_job_spec(as_text(text)));
    } else {
        spec.work = TRY(read_work(request));
        spec.description = request.message.value_or(
            request.script ? request.script->filename().native() : std::string{});
    }
    TRY(take_options(request, spec));
    TRY(take_recipients(request, key, session, spec));
    TRY(market::check_job_spec(spec));
    TRY(make_it_fit(spec, session));
    return spec;
}

Result<PostedJob> post_job(const JobRequest& request, const market::JobSpec& spec,
                           const stellar::KeyPair& key, const market::Market& market,
                           Session& session) {
    auto description = TRY(market::to_description(spec));
    auto gpu = TRY(market.registry().get_gpu(request.gpu_id));
    auto payment = request.payment.value_or(TRY(market::price_of(gpu, request.hours)));
    auto receipt = TRY(market.marketplace_as(key, session.call_options())
                           .post_job(market::address_of(key.account()), request.gpu_id, description,
                                     request.hours, payment.count()));
    return PostedJob{.receipt = receipt, .payment = payment};
}

}  // namespace carrot::cli
