#include "worker/api_jobs.hpp"

#include <utility>

#include "http/json.hpp"
#include "worker/api_json.hpp"
#include "worker/api_request.hpp"

namespace carrot::worker {
namespace {

namespace json = boost::json;
using http::error_response;
using http::json_response;
using http::Request;
using http::Response;

constexpr std::size_t listed_jobs = 50;
constexpr std::size_t listed_jobs_limit = 100;

Result<void> read_status(const std::string& text, JobQuery& query) {
    query.done = text != "running";
    if (!*query.done) return {};
    query.verdict = verdict_from(text);
    if (query.verdict && *query.verdict != Verdict::undecided) return {};
    return fail(ErrorCode::invalid_argument,
                "status must be running, completed, released, failed, refused or lost, not {:?}",
                text);
}

Result<JobQuery> read_query(const Request& request) {
    JobQuery query;
    query.limit = listed_jobs;
    if (const auto text = request.query_parameter("limit")) {
        const auto limit = number_from<std::size_t>(*text);
        if (!limit || *limit == 0 || *limit > listed_jobs_limit)
            return fail(ErrorCode::invalid_argument, "limit must be from 1 to {}, not {:?}",
                        listed_jobs_limit, *text);
        query.limit = *limit;
    }
    if (const auto text = request.query_parameter("before")) {
        query.before = number_from<JobId>(*text);
        if (!query.before)
            return fail(ErrorCode::invalid_argument, "before must be a job's id, not {:?}", *text);
    }
    if (const auto status = request.query_parameter("status")) TRY(read_status(*status, query));
    return query;
}

/// Where a reader goes on: its Last-Event-ID. One that is no offset is from the beginning, as the
/// standard's clients send nothing else than what they were given.
std::uint64_t offset_of(const Request& request) {
    const auto last_id = request.headers.find("Last-Event-ID").value_or("0");
    return number_from<std::uint64_t>(last_id).value_or(0);
}

}  // namespace

Response JobsApi::list(const Request& request) {
    auto query = read_query(request);
    if (!query) return error_response(query.error());
    const auto wanted = query->limit++;  // one more shows whether there is a next page
    auto jobs = worker_.jobs(*query);
    if (!jobs) return error_response(jobs.error());
    const bool more = jobs->size() > wanted;
    if (more) jobs->pop_back();
    json::array list;
    for (const auto& job : *jobs)
        list.push_back(job_json(job));
    return json_response(
        200, json::object{{"jobs", std::move(list)},
                          {"next", more ? json::value(jobs->back().job_id) : json::value()}});
}

Response JobsApi::show(const Request& request) {
    const auto job_id = job_id_of(request);
    if (!job_id) return error_response(job_id.error());
    const auto job = worker_.job(*job_id);
    if (!job) return error_response(job.error());
    const auto steps = worker_.steps(*job_id);
    if (!steps) return error_response(steps.error());
    auto shown = job_json(*job, *steps);
    shown["progress"] = "";
    for (const auto& running : worker_.status().running)
        if (running.job_id == *job_id) shown["progress"] = running.progress;
    const auto log = worker_.log_of(*job_id);
    shown["logBytes"] = log ? (*log)->size_bytes() : 0;
    shown["logBytesLeftOut"] = log ? (*log)->left_out_bytes() : 0;
    return json_response(200, shown);
}

Response JobsApi::cancel(const Request& request) {
    const auto job_id = job_id_of(request);
    if (!job_id) return error_response(job_id.error());
    const auto cancelled = worker_.cancel(*job_id, "stopped by the provider");
    if (!cancelled) return error_response(cancelled.error());
    auto response = json_response(202, json::object{{"jobId", *job_id}, {"status", "stopping"}});
    response.headers.add("Location", fmt::format("/jobs/{}", *job_id));
    return response;
}

Response JobsApi::show_log(const Request& request) {
    // A path that names no job is nobody's: the token alone opens it, to a 400.
    const auto job_id = job_id_of(request);
    const auto refusal =
        job_id ? access_.refuse_reader(request, *job_id) : access_.refuse_stranger(request);
    if (refusal) return *refusal;
    if (!job_id) return error_response(job_id.error());
    const auto follow = flag_of(request, "follow", true);
    if (!follow) return error_response(follow.error());
    auto log = worker_.log_of(*job_id);
    if (!log) return error_response(log.error());
    auto events = feeds_.add({.job_id = *job_id,
                              .log = std::move(*log),
                              .offset = offset_of(request),
                              .until = *follow ? LogFeeds::Until::closed : LogFeeds::Until::now});
    if (!events) {
        auto response = error_response(503, "resource_exhausted",
                                       "too many logs are being read: try again later");
        response.headers.add("Retry-After", "10");
        return response;
    }
    return http::event_response(std::move(events));
}

}  // namespace carrot::worker
