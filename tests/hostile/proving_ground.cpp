#include "proving_ground.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "hostile_image.hpp"
#include "worker/job_container.hpp"

namespace carrot::hostile {
namespace {

using worker::need;
using namespace std::chrono_literals;

constexpr worker::GpuId lanes = 3;
constexpr auto patience = 2min;
constexpr std::size_t result_limit_bytes = std::size_t{64} << 20;
constexpr const char* programs_folder = CARROT_SOURCE_DIR "/tests/hostile/programs";

void import_image(sandbox::ContainerEngine& engine, const std::filesystem::path& folder) {
    const auto tar = folder / "hostile.tar";
    need(write_file(tar, as_bytes(root_archive())));
    need(engine.import_image(image, tar, {}));
}

}  // namespace

ProvingGround::ProvingGround() {
    import_image(workplace.engine, workplace.directory.path());
    workplace.options.python_image = image;
    workplace.chain.gpus.clear();
    for (worker::GpuId lane = 0; lane < lanes; ++lane)
        workplace.chain.gpus.push_back(lane);
    host_ = std::make_unique<HostState>(workplace.directory.path() / "host");
    start_canary();
    worker_ = std::make_unique<worker::Worker>(workplace.open());
    thread_ = std::jthread([this] { need(worker_->run(drain_.get_token(), {})); });
    check_seal();
}

ProvingGround::~ProvingGround() {
    drain_.request_stop();
    if (thread_.joinable()) thread_.join();
    if (canary_.value.empty()) return;
    if (const auto removed = workplace.engine.remove(canary_); !removed)
        log::warning("tests", "{}", removed.error().message);
}

/// Somebody else's container, which must live through everything.
void ProvingGround::start_canary() {
    sandbox::ContainerConfig config;
    config.name = "carrot-hostile-canary";
    config.image = image;
    config.entrypoint = {"sleep", "100000"};
    config.user = "65532:65532";
    config.memory_bytes = std::uint64_t{64} << 20;
    config.cpus = 1;
    config.pids = 4;
    canary_ = need(workplace.engine.create_container(config));
    need(workplace.engine.start(canary_));
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
    const auto canary = need(workplace.engine.inspect(canary_.value));
    if (canary.status != sandbox::ContainerStatus::running)
        traces.push_back(
            fmt::format("another's container does not run any more: status {}, out of memory: {}",
                        canary.exit_status, canary.out_of_memory));
    return traces;
}

}  // namespace carrot::hostile
