#include "worker/gpu_guard_memory.hpp"

#include <charconv>
#include <optional>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "http/json.hpp"

namespace carrot::worker {
namespace {

constexpr std::size_t file_limit_bytes = std::size_t{1} << 20;

/// The keys are GPU ids.
struct GuardFile {
    std::map<std::string, std::string> cards;
    std::optional<std::vector<GpuId>> served;
    std::map<std::string, std::string> switched_off;
};
BOOST_DESCRIBE_STRUCT(GuardFile, (), (cards, served, switched_off))

constexpr std::string_view off_wanted = "wanted", off_done = "done";

std::optional<GpuId> gpu_id_from(const std::string& text) {
    GpuId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return id;
}

std::filesystem::path file_in(const std::filesystem::path& worker_directory) {
    return worker_directory / "gpu_guard.json";
}

}  // namespace

GuardMemory GuardMemory::load(const std::filesystem::path& worker_directory) {
    GuardMemory memory;
    const auto content = read_file(file_in(worker_directory), file_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found) return memory;
    const auto file = content ? http::from_json_text<GuardFile>(as_text(*content))
                              : Result<GuardFile>(std::unexpected(content.error()));
    if (!file) {
        log::warning("gpu", "{} is begun anew: {}", file_in(worker_directory).string(),
                     file.error().message);
        return memory;
    }
    if (file->served) memory.served = {file->served->begin(), file->served->end()};
    for (const auto& [id, uuid] : file->cards)
        if (const auto gpu = gpu_id_from(id)) memory.cards[*gpu] = uuid;
    for (const auto& [id, off] : file->switched_off)
        if (const auto gpu = gpu_id_from(id))
            memory.switched_off[*gpu] = off == off_done ? SwitchedOff::done : SwitchedOff::wanted;
    for (const auto& [gpu, uuid] : memory.cards)
        memory.served.insert(gpu);
    for (const auto& [gpu, off] : memory.switched_off)
        memory.served.insert(gpu);
    return memory;
}

Result<void> GuardMemory::save(const std::filesystem::path& worker_directory) const {
    GuardFile file;
    file.served.emplace(served.begin(), served.end());
    for (const auto& [gpu, uuid] : cards)
        file.cards[std::to_string(gpu)] = uuid;
    for (const auto& [gpu, off] : switched_off)
        file.switched_off[std::to_string(gpu)] = off == SwitchedOff::done ? off_done : off_wanted;
    return write_file(file_in(worker_directory), as_bytes(http::to_json_text(file)));
}

}  // namespace carrot::worker
