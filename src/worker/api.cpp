#include "worker/api.hpp"

#include <charconv>
#include <memory>
#include <utility>

#include "http/json.hpp"
#include "market/job_spec.hpp"
#include "worker/api_json.hpp"
#include "worker/job_result.hpp"
#include "worker/log_feed.hpp"

namespace carrot::worker {
namespace {

namespace json = boost::json;
using http::error_response;
using http::json_response;
using http::Method;
using http::Request;
using http::Response;

constexpr std::size_t listed_jobs_limit = 100;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Response bad_job_id(const Request& request) {
    return error_response(Error{
        ErrorCode::invalid_argument,
        fmt::format("{:?} is no job id: ids are whole numbers", request.path_parameter("id"))});
}

/// POST /process-job's body.
struct ProcessRequest {
    JobId job_id = 0;
    std::string job_type;
    json::value job_data;
};

Result<ProcessRequest> read_process_request(const std::string& body) {
    const auto value = TRY(http::parse_json(body));
    const auto* object = value.if_object();
    const auto* job_id = object ? object->if_contains("jobId") : nullptr;
    const auto* job_type = object ? object->if_contains("jobType") : nullptr;
    const auto* job_data = object ? object->if_contains("jobData") : nullptr;
    const bool complete = job_id && job_type && job_type->is_string() && job_data;
    boost::system::error_code no_number;
    const auto number = complete ? job_id->to_number<JobId>(no_number) : JobId{0};
    if (!complete || no_number)
        return fail(ErrorCode::invalid_argument,
                    "the body must be {{\"jobId\": number, \"jobType\": text, \"jobData\": the "
                    "posted description}}");
    return ProcessRequest{number, std::string(job_type->get_string()), *job_data};
}

/// The description as it was posted, when `job_data` says the same: the text itself, or its JSON.
Result<std::string> posted_description(const ProcessRequest& request, const ChainJob& job) {
    const auto* text = request.job_data.if_string();
    const auto posted = http::parse_json(job.description);
    const bool same =
        text ? std::string_view(*text) == job.description : posted && *posted == request.job_data;
    const auto spec = market::parse_job_spec(job.description);
    if (!same || (spec && market::type_name(*spec) != request.job_type))
        return fail(ErrorCode::invalid_argument,
                    "could not process job {}: jobType and jobData are not what was posted",
                    job.job_id);
    return job.description;
}

class Api {
public:
    Api(Worker& worker, std::string pairing_token)
        : worker_(worker), pairing_token_(std::move(pairing_token)) {}

    Response health(const Request&) {
        const auto& chain = worker_.parts().chain;
        const auto jobs = worker_.jobs(listed_jobs_limit);
        if (!jobs) return error_response(jobs.error());
        json::array running;
        for (const auto& job : *jobs)
            if (job.step != Step::done)
                running.push_back({{"jobId", job.job_id}, {"step", name_of(job.step)}});
        return json_response(200, json::object{{"status", "ok"},
                                               {"provider", chain.provider()},
                                               {"marketplace", chain.marketplace()},
                                               {"network", chain.network()},
                                               {"runningJobs", std::move(running)}});
    }

    Response check_docker(const Request& request) {
        auto& engine = worker_.parts().engine;
        return json_response(
            200, engine_json(engine.fetch_facts(request.stop),
                             engine.inspect_image(worker_.options().python_image, request.stop)));
    }

    Response check_gpu(const Request&) {
        return json_response(200, gpus_json(sandbox::discover_gpus()));
    }

    Response list_jobs(const Request&) {
        const auto jobs = worker_.jobs(listed_jobs_limit);
        if (!jobs) return error_response(jobs.error());
        json::array list;
        for (const auto& job : *jobs)
            list.push_back(job_json(job));
        return json_response(200, json::object{{"jobs", std::move(list)}});
    }

    Response show_job(const Request& request) {
        const auto job_id = number_from<JobId>(request.path_parameter("id"));
        if (!job_id) return bad_job_id(request);
        const auto job = worker_.job(*job_id);
        if (!job) return error_response(job.error());
        const auto steps = worker_.steps(*job_id);
        if (!steps) return error_response(steps.error());
        return json_response(200, job_json(*job, *steps));
    }

    Response show_log(const Request& request) {
        if (!allows(request)) return unauthorized();
        const auto job_id = number_from<JobId>(request.path_parameter("id"));
        if (!job_id) return bad_job_id(request);
        const auto log = worker_.log_of(*job_id);
        if (!log) return error_response(log.error());
        const auto last_id = request.headers.find("Last-Event-ID").value_or("0");
        auto events = feeds_.add(*log, number_from<std::uint64_t>(last_id).value_or(0));
        if (!events)
            return error_response(503, "resource_exhausted", "too many logs are being read");
        return http::event_response(std::move(events));
    }

    Response process_job(const Request& request) {
        if (!allows(request)) return unauthorized();
        const auto asked = read_process_request(request.body);
        if (!asked) return error_response(asked.error());
        const auto record = process(*asked, request.stop);
        if (!record && record.error().code == ErrorCode::failed_precondition)
            return error_response(409, "failed_precondition", record.error().message);
        if (!record) return error_response(record.error());
        return json_response(200, outcome(*record));
    }

private:
    bool allows(const Request& request) const {
        const auto given = request.headers.find("Authorization");
        return given && is_authorized(*given, pairing_token_);
    }

    static Response unauthorized() {
        auto response = error_response(401, "permission_denied",
                                       "this needs the worker's pairing token: Authorization: "
                                       "Bearer …");
        response.headers.set("WWW-Authenticate", "Bearer");
        return response;
    }

    Result<JobRecord> process(const ProcessRequest& asked, std::stop_token stop) {
        const auto job = TRY(worker_.parts().chain.fetch_job(asked.job_id, stop));
        return worker_.process(asked.job_id, TRY(posted_description(asked, job)), stop);
    }

    json::object outcome(const JobRecord& record) {
        const auto log = worker_.log_of(record.job_id);
        const bool success = record.verdict == Verdict::completed;
        json::object answer = {{"success", success},
                               {"jobId", record.job_id},
                               {"resultHash", record.result_hash},
                               {"result", success ? json::value(record.result_hash) : nullptr},
                               {"logs", log ? (*log)->tail(report_log_limit_bytes) : ""}};
        if (!success) answer["error"] = record.reason;
        return answer;
    }

    Worker& worker_;
    const std::string pairing_token_;
    LogFeeds feeds_;
};

}  // namespace

void add_worker_routes(http::Router& router, Worker& worker, std::string pairing_token) {
    const auto api = std::make_shared<Api>(worker, std::move(pairing_token));
    const auto add = [&](Method method, std::string_view pattern, auto handler) {
        router.route(method, pattern,
                     [api, handler](const Request& request) { return ((*api).*handler)(request); });
    };
    add(Method::get, "/health", &Api::health);
    add(Method::get, "/check-docker", &Api::check_docker);
    add(Method::get, "/check-gpu", &Api::check_gpu);
    add(Method::get, "/jobs", &Api::list_jobs);
    add(Method::get, "/jobs/{id}", &Api::show_job);
    add(Method::get, "/jobs/{id}/logs", &Api::show_log);
    add(Method::post, "/process-job", &Api::process_job);
}

}  // namespace carrot::worker
