#include "worker/api_process.hpp"

#include <algorithm>
#include <utility>

#include "http/json.hpp"
#include "market/job_spec.hpp"
#include "worker/api_json.hpp"
#include "worker/api_request.hpp"
#include "worker/job_result.hpp"

namespace carrot::worker {
namespace {

namespace json = boost::json;
using http::error_response;
using http::json_response;
using http::Request;
using http::Response;

/// POST /process-job's body.
struct ProcessRequest {
    JobId job_id = 0;
    std::string job_type;
    json::value job_data;
};

/// Names every mistake at once.
Result<ProcessRequest> read_process_request(const std::string& body) {
    const auto value = TRY(http::parse_json(body));
    const auto* object = value.if_object();
    if (!object)
        return fail(ErrorCode::invalid_argument,
                    "the body must be {{\"jobId\": number, \"jobType\": text, \"jobData\": the "
                    "posted description}}");
    ProcessRequest request;
    std::string mistakes;
    const auto mistake = [&](std::string_view text) {
        mistakes += (mistakes.empty() ? "" : "; ") + std::string(text);
    };
    const auto job_id =
        http::from_json<JobId>(object->contains("jobId") ? object->at("jobId") : json::value());
    if (job_id)
        request.job_id = *job_id;
    else
        mistake("jobId must be the job's number");
    const auto* job_type = object->if_contains("jobType");
    if (job_type && job_type->is_string())
        request.job_type = job_type->get_string();
    else
        mistake("jobType must be text, such as \"python-script\"");
    const auto* job_data = object->if_contains("jobData");
    if (job_data && (job_data->is_string() || job_data->is_object()))
        request.job_data = *job_data;
    else
        mistake("jobData must be the posted description, as its text or as its JSON object");
    if (!mistakes.empty()) return fail(ErrorCode::invalid_argument, "{}", mistakes);
    return request;
}

/// The description as it was posted, when `job_data` says the same: the text itself, or its JSON.
Result<std::string> posted_description(const ProcessRequest& request, const ChainJob& job) {
    const auto* text = request.job_data.if_string();
    const auto posted = http::parse_json(job.description);
    const bool same =
        text ? std::string_view(*text) == job.description : posted && *posted == request.job_data;
    if (!same)
        return fail(ErrorCode::invalid_argument,
                    "could not process job {}: jobData is not what was posted", job.job_id);
    const auto spec = market::parse_job_spec(job.description);
    if (spec && market::type_name(*spec) != request.job_type)
        return fail(ErrorCode::invalid_argument,
                    "could not process job {}: its jobType is {:?}, not {:?}", job.job_id,
                    market::type_name(*spec), request.job_type);
    return job.description;
}

Response accepted(JobId job_id) {
    auto response = json_response(202, json::object{{"jobId", job_id}, {"status", "running"}});
    response.headers.add("Location", fmt::format("/jobs/{}", job_id));
    return response;
}

}  // namespace

Response ProcessApi::process_job(const Request& request) {
    const auto asked = read_process_request(request.body);
    if (!asked) return error_response(asked.error());
    const auto wait = flag_of(request, "wait", true);
    if (!wait) return error_response(wait.error());
    const auto job = worker_.parts().chain.fetch_job(asked->job_id, request.stop);
    if (!job) return error_response(job.error());
    if (job->status != ChainStatus::open && job->provider != worker_.parts().chain.provider())
        return error_response(
            Error{ErrorCode::permission_denied,
                  fmt::format("could not process job {}: it is another provider's", job->job_id)});
    const auto description = posted_description(*asked, *job);
    if (!description) return error_response(description.error());
    return join(job->job_id, *description, *wait ? Wait::until_ended : Wait::until_begun);
}

Response ProcessApi::join(JobId job_id, const std::string& description, Wait wait) {
    const std::lock_guard lock(mutex_);
    std::erase_if(runs_, [](const Run& run) { return run.ended; });
    auto run = std::ranges::find(runs_, job_id, &Run::job_id);
    if (run == runs_.end()) {
        if (runs_.size() >= runs_limit)
            return error_response(503, "resource_exhausted",
                                  "too many jobs are being asked for: try again later");
        run = runs_.emplace(runs_.end(), job_id);
        run->thread = std::jthread([this, &run = *run, description](std::stop_token stop) {
            work(run, description, std::move(stop));
        });
    }
    if (wait == Wait::until_begun && run->begun) return accepted(job_id);
    auto response = std::make_shared<http::PendingResponse>();
    run->waiting.push_back({wait, response});
    return {.pending = std::move(response)};
}

void ProcessApi::work(Run& run, const std::string& description, std::stop_token stop) {
    const auto record =
        worker_.process(run.job_id, description, std::move(stop), [&] { note_begin(run); });
    const auto response = answer(record);
    const std::lock_guard lock(mutex_);
    run.ended = true;
    for (const auto& waiting : run.waiting)
        waiting.response->set(response);
    run.waiting.clear();
}

void ProcessApi::note_begin(Run& run) {
    const std::lock_guard lock(mutex_);
    run.begun = true;
    std::erase_if(run.waiting, [&](const Waiting& waiting) {
        if (waiting.wait != Wait::until_begun) return false;
        waiting.response->set(accepted(run.job_id));
        return true;
    });
}

Response ProcessApi::answer(const Result<JobRecord>& record) {
    if (!record) return error_response(record.error());
    const auto log = worker_.log_of(record->job_id);
    return json_response(
        200, outcome_json(*record, log ? (*log)->tail(report_log_limit_bytes) : std::string()));
}

}  // namespace carrot::worker
