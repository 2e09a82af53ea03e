#include "worker/job_result.hpp"

#include <array>
#include <fstream>
#include <optional>

#include "base/posix.hpp"
#include "http/json.hpp"
#include "ipfs/content_path.hpp"
#include "worker/job_files.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t image_beginning_bytes = 512;

Result<std::vector<fs::path>> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (entry->is_regular_file()) files.push_back(entry->path());
    if (error) return system_failure("list", folder, error.value());
    return files;
}

bool is_image_file(const fs::path& file) {
    Bytes beginning(image_beginning_bytes);
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(beginning.data()),
                static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(stream.gcount()));
    return is_image(beginning);
}

std::string notes(const std::vector<std::string>& left_out) {
    std::string text;
    for (const auto& thing : left_out)
        text += fmt::format("[carrot: left out of the result: {}]\n", thing);
    return text;
}

}  // namespace

Result<ResultForm> result_form(const fs::path& output) {
    auto files = TRY(files_below(output));
    if (files.empty()) return ResultForm{ResultForm::Kind::standard_output};
    if (files.size() == 1 && is_image_file(files.front()))
        return ResultForm{ResultForm::Kind::image, std::move(files.front())};
    return ResultForm{ResultForm::Kind::folder};
}

Result<void> add_streams(const fs::path& output, const JobLog& log,
                         const std::vector<std::string>& left_out) {
    const auto add = [&](const char* name, Bytes content) -> Result<void> {
        if (fs::exists(output / name)) return {};
        return write_unflushed(output / name, content);
    };
    TRY(add("stdout.txt", log.content(StandardStream::output)));
    auto errors = log.content(StandardStream::error);
    const auto noted = notes(left_out);
    errors.insert(errors.end(), noted.begin(), noted.end());
    return add("stderr.txt", std::move(errors));
}

Result<std::string> store_result(ipfs::ResultStore& store, JobId job, const fs::path& output,
                                 const JobLog& log, const std::vector<std::string>& left_out,
                                 std::stop_token stop) {
    ipfs::PutOptions options;
    options.name = fmt::format("job {}", job);
    const auto form = TRY(result_form(output));
    const auto put = [&]() -> Result<ipfs::Cid> {
        if (form.kind == ResultForm::Kind::standard_output)
            return store.put_bytes(log.content(StandardStream::output), options, stop);
        if (form.kind == ResultForm::Kind::image) return store.put_file(form.image, options, stop);
        TRY(add_streams(output, log, left_out));
        return store.put_directory(output, options, stop);
    };
    return ipfs::to_uri(TRY(put()));
}

std::string failure_report(const JobRecord& job, const JobLog& log) {
    namespace json = boost::json;
    return http::format_json(json::object{
        {"job", job.job_id},
        {"reason", job.reason},
        {"exitStatus", job.exit_status ? json::value(*job.exit_status) : json::value()},
        {"outOfMemory", job.out_of_memory},
        {"outOfTime", job.out_of_time},
        {"startedAt", job.started_at.time_since_epoch().count()},
        {"finishedAt", job.finished_at.time_since_epoch().count()},
        {"log", log.tail(report_log_limit_bytes)},
    });
}

Result<std::string> store_report(ipfs::ResultStore& store, const JobRecord& job, const JobLog& log,
                                 std::stop_token stop) {
    ipfs::PutOptions options;
    options.name = fmt::format("report of job {}", job.job_id);
    return ipfs::to_uri(TRY(store.put_bytes(as_bytes(failure_report(job, log)), options, stop)));
}

bool is_image(BytesView beginning) {
    using namespace std::string_view_literals;
    const auto text = as_text(beginning);
    constexpr std::array signatures = {"\x89PNG\r\n\x1a\n"sv,
                                       "\xff\xd8\xff"sv,
                                       "GIF87a"sv,
                                       "GIF89a"sv,
                                       "BM"sv,
                                       "II*\0"sv,
                                       "MM\0*"sv};
    for (const auto signature : signatures)
        if (text.starts_with(signature)) return true;
    if (text.starts_with("RIFF") && text.size() >= 12) return text.substr(8, 4) == "WEBP";
    if (text.size() >= 12 && text.substr(4, 8) == "ftypavif") return true;
    return text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
}

}  // namespace carrot::worker
