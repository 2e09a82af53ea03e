#include "canary.hpp"

#include <fmt/chrono.h>

#include <deque>
#include <fstream>
#include <utility>

#include "base/log.hpp"
#include "hostile_image.hpp"
#include "worker/workplace.hpp"

namespace carrot::hostile {
namespace {

using worker::need;

constexpr std::size_t log_lines = 25;

std::string name_of(sandbox::ContainerStatus status) {
    switch (status) {
        case sandbox::ContainerStatus::created:
            return "created";
        case sandbox::ContainerStatus::running:
            return "running";
        case sandbox::ContainerStatus::exited:
            return "exited";
    }
    return "unknown";
}

}  // namespace

Canary::Canary(sandbox::ContainerEngine& engine, std::filesystem::path engine_folder)
    : engine_(engine), engine_log_(std::move(engine_folder) / "dockerd.log") {
    sandbox::ContainerConfig config;
    config.name = "carrot-hostile-canary";
    config.image = image;
    config.entrypoint = {"sleep", "100000"};
    config.user = "65532:65532";
    config.memory_bytes = std::uint64_t{64} << 20;
    config.cpus = 1;
    config.pids = 4;
    id_ = need(engine_.create_container(config));
    need(engine_.start(id_));
}

Canary::~Canary() {
    if (const auto removed = engine_.remove(id_); !removed)
        log::warning("tests", "{}", removed.error().message);
}

std::vector<std::string> Canary::faults() const {
    const auto state = engine_.inspect(id_.value);
    if (!state)
        return {"another's container is gone: " + state.error().message, log_of_the_engine()};
    if (state->status == sandbox::ContainerStatus::running) return {};
    const auto end = fmt::format(
        "another's container does not run any more: it is {} with status {}, out of memory: {}, "
        "from {:%T} to {:%T}",
        name_of(state->status), state->exit_status, state->out_of_memory,
        std::chrono::floor<std::chrono::milliseconds>(state->started_at),
        std::chrono::floor<std::chrono::milliseconds>(state->finished_at));
    return {end, log_of_the_engine()};
}

/// The lines that name the container, and the last ones: the engine may have lost its containerd.
std::string Canary::log_of_the_engine() const {
    std::deque<std::string> last;
    std::string text = "the engine's log:";
    std::ifstream file(engine_log_);
    for (std::string line; std::getline(file, line);) {
        if (line.contains(id_.value)) text += '\n' + line;
        last.push_back(std::move(line));
        if (last.size() > log_lines) last.pop_front();
    }
    for (const auto& line : last)
        text += '\n' + line;
    return text;
}

}  // namespace carrot::hostile
