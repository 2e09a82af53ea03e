#include "proving_ground.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "base/file.hpp"
#include "hostile_image.hpp"
#include "sandbox/profile.hpp"
#include "worker/job_container.hpp"
#include "worker/job_files.hpp"
#include "worker/job_log.hpp"

namespace carrot::hostile {
namespace {

using worker::need;
using namespace std::chrono_literals;

constexpr worker::GpuId lanes = 3;
constexpr auto patience = 2min;
constexpr std::size_t result_limit_bytes = std::size_t{64} << 20;

/// The engine keeps two files, and each piece of a line with its time and a length.
constexpr std::uint64_t log_overhead_bytes = std::uint64_t{1} << 20;
constexpr auto engine_log_limit_bytes = 2 * sandbox::log_file_limit_bytes + log_overhead_bytes;
constexpr std::uint64_t container_overhead_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t bookkeeping_limit_bytes = std::uint64_t{16} << 20;

constexpr const char* programs_folder = CARROT_SOURCE_DIR "/tests/hostile/programs";

void import_image(sandbox::ContainerEngine& engine, const std::filesystem::path& folder) {
    const auto tar = folder / "hostile.tar";
    need(write_file(tar, as_bytes(root_archive())));
    need(engine.import_image(image, tar, {}));
}

/// All that is not a job's.
std::uint64_t bookkeeping_bytes(const std::filesystem::path& worker_folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(worker_folder))
        if (!entry.is_directory()) bytes += disk_use_bytes(entry.path());
    return bytes;
}

}  // namespace

ProvingGround::ProvingGround() {
    import_image(workplace.engine, workplace.directory.path());
    workplace.options.python_image = image;
    workplace.chain.gpus.clear();
    for (worker::GpuId lane = 0; lane < lanes; ++lane)
        workplace.chain.gpus.push_back(lane);
    host_ = std::make_unique<HostState>(workplace.directory.path() / "host");
    canary_ = std::make_unique<Canary>(workplace.engine, tests::test_engine_folder());
    engine_disk_ = std::make_unique<EngineDisk>(tests::test_engine_folder());
    worker_ = std::make_unique<worker::Worker>(workplace.open());
    thread_ = std::jthread([this] { need(worker_->run(drain_.get_token(), {})); });
    check_seal();
}

ProvingGround::~ProvingGround() {
    drain_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void ProvingGround::check_seal() {
    const auto folder = std::filesystem::path(programs_folder) / "seal";
    const auto programs = load_programs(folder);
    if (programs.empty()) throw std::runtime_error("nothing tells whether jobs are sealed");
    for (const auto& program : programs) {
        const auto record = wait_for(post(program));
        if (record.verdict != worker::Verdict::completed)
            throw std::runtime_error("jobs are not sealed: " + record.reason + "\n" +
                                     log_of(record.job_id));
    }
}

worker::JobId ProvingGround::post(const Program& program) {
    static worker::GpuId lane = 0;
    const auto code = need(workplace.store->put_bytes(as_bytes(program.code), {}, {}));
    return workplace.chain.post(
        lane++ % lanes,
        fmt::format(
            R"({{"type":"python-script","description":"{}","codeCid":"{}","timeoutSeconds":{}}})",
            program.name, code.to_string(), program.timeout_s));
}

worker::JobRecord ProvingGround::wait_for(worker::JobId job) {
    const auto deadline = system_clock().since_boot() + patience;
    for (;;) {
        auto record = worker_->job(job);
        if (record && record->step == worker::Step::done) return *std::move(record);
        if (system_clock().since_boot() > deadline)
            throw std::runtime_error(
                fmt::format("the job does not end: its next step is {}",
                            record ? worker::name_of(record->step) : record.error().message));
        system_clock().sleep_for(5ms, {});
    }
}

std::string ProvingGround::log_of(worker::JobId job) {
    const auto log = need(worker_->log_of(job));
    return std::string(as_text(log->content(worker::StandardStream::output))) +
           std::string(as_text(log->content(worker::StandardStream::error)));
}

std::string ProvingGround::stored(const worker::JobRecord& job, std::vector<std::string> names) {
    auto path = need(ipfs::ContentPath::parse(job.result_hash));
    path.segments = std::move(names);
    return std::string(
        as_text(need(ipfs::read_content(workplace.store->blocks(), path, result_limit_bytes))));
}

std::vector<std::string> ProvingGround::traces_of(const worker::JobRecord& job) {
    auto traces = traces_of_container(job.container_id);
    const auto add = [&](const std::vector<std::string>& more) {
        std::ranges::copy(more, std::back_inserter(traces));
    };
    add(traces_of_folder(worker::JobFolder(workplace.options.directory, job.job_id).root));
    add(host_->changes());
    const auto name = worker::container_name(workplace.chain, job.job_id);
    if (workplace.engine.inspect(name)) traces.push_back("the container " + name);
    add(canary_->faults());
    return traces;
}

std::vector<std::string> ProvingGround::disk_faults_of(const worker::JobRecord& job) {
    const auto& folder = workplace.options.directory;
    std::vector<std::string> faults;
    const auto check = [&](const char* what, std::uint64_t bytes, std::uint64_t limit_bytes) {
        if (bytes > limit_bytes)
            faults.push_back(
                fmt::format("{}: {} bytes of the disk, {} at most", what, bytes, limit_bytes));
    };
    check("what the engine kept of its log", engine_disk_->peak_log_bytes(job.container_id),
          engine_log_limit_bytes);
    check("the engine's folder", engine_disk_->take_peak_growth_bytes(),
          lanes * (engine_log_limit_bytes + container_overhead_bytes));
    check("the log that is kept of it", disk_use_bytes(worker::log_file(folder, job.job_id)),
          2 * worker::JobLog::half_limit_bytes + log_overhead_bytes);
    check("the worker's books", bookkeeping_bytes(folder), bookkeeping_limit_bytes);
    return faults;
}

}  // namespace carrot::hostile
