#include "cli/job_report.hpp"

#include <boost/describe.hpp>

#include "cli/results.hpp"
#include "http/json.hpp"
#include "ipfs/reader.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t report_limit_bytes = 1 << 20;
constexpr const char* report_name = "report.json";

struct ReportDocument {
    using json_names = http::CamelCase;
    std::string reason;
    std::optional<std::int64_t> exit_status;
    std::optional<bool> out_of_memory;
    std::optional<bool> out_of_time;
    std::optional<std::string> log;
};
BOOST_DESCRIBE_STRUCT(ReportDocument, (), (reason, exit_status, out_of_memory, out_of_time, log))

}  // namespace

Result<JobReport> parse_job_report(std::string_view text) {
    auto document =
        TRY(with_context(http::from_json_text<ReportDocument>(text), "read the report"));
    return JobReport{.reason = std::move(document.reason),
                     .exit_status = document.exit_status,
                     .out_of_memory = document.out_of_memory.value_or(false),
                     .out_of_time = document.out_of_time.value_or(false),
                     .log = document.log.value_or("")};
}

Result<JobReport> fetch_job_report(Session& session, const market::Job& job, const ResultKey& key) {
    if (job.result_hash.empty()) {
        return fail(ErrorCode::not_found, "job {} left no report", job.job_id);
    }
    auto path = TRY(ipfs::ContentPath::parse(job.result_hash));
    auto blocks = TRY(open_results(session));
    if (TRY(is_sealed(session, job, *blocks, path.root))) {
        auto identity = TRY(identity_for(session, job, key));
        auto files = TRY(read_sealed(*blocks, path.root, identity, {report_name},
                                     report_limit_bytes, session.stop()));
        return parse_job_report(as_text(files[report_name]));
    }
    auto content = TRY(ipfs::read_content(*blocks, path, report_limit_bytes));
    return parse_job_report(as_text(content));
}

}  // namespace carrot::cli
