#include "cli/gpu_checks.hpp"

#include <fmt/format.h>

#include <array>

#include "worker/gpu_match.hpp"

namespace carrot::cli {
namespace {

Finding note_of(std::string what, const sandbox::GpuTrouble& trouble) {
    return {.what = std::move(what),
            .kind = std::string(name_of(trouble.kind)),
            .health = Health::note,
            .finding = trouble.text,
            .remedy = trouble.remedy};
}

}  // namespace

std::vector<Finding> check_cards(const sandbox::GpuInventory& inventory) {
    std::vector<Finding> findings;
    std::string models;
    for (const auto& gpu : inventory.gpus)
        models += (models.empty() ? "" : ", ") + gpu.model;
    if (!models.empty())
        findings.push_back(
            {.what = "GPU",
             .finding = fmt::format("{}; driver {}, CUDA {}", models, inventory.driver_version,
                                    inventory.cuda_version),
             .remedy = {}});
    for (const auto& trouble : inventory.troubles)
        findings.push_back(note_of("GPU", trouble));
    return findings;
}

std::vector<Finding> check_handover(const sandbox::GpuInventory& inventory,
                                    const sandbox::EngineFacts& engine,
                                    const sandbox::GpuToolkit& toolkit) {
    constexpr auto what = "GPU in containers";
    if (inventory.gpus.empty()) return {};
    auto way = sandbox::GpuHandover::device_request;
    for (const auto& gpu : inventory.gpus) {
        const auto handover = choose_handover(engine, toolkit, std::array{gpu.uuid});
        if (!handover) {
            auto finding = note_of(what, handover.error());
            finding.health = Health::bad;
            return {finding};
        }
        way = *handover;
    }
    return {{.what = what,
             .finding = way == sandbox::GpuHandover::cdi ? "by CDI" : "by NVIDIA's runtime hook",
             .remedy = {}}};
}

std::vector<Finding> check_registered(const std::vector<worker::ChainGpu>& registered,
                                      const sandbox::GpuInventory& inventory,
                                      const std::map<worker::GpuId, std::string>& uuids,
                                      unsigned gpus_per_card) {
    std::vector<Finding> findings;
    for (const auto& match :
         worker::match_gpus(registered, inventory,
                            {.configured = uuids, .before = {}, .gpus_per_card = gpus_per_card})) {
        if (match.problem.empty()) continue;
        findings.push_back(
            {.what = "registered GPUs",
             .kind = "no_card_for_gpu",
             .health = Health::bad,
             .finding = fmt::format("GPU {}: {}", match.gpu_id, match.problem),
             .remedy = "put the card back, register what is here ('carrot gpu register'), or name "
                       "this machine's GPUs in worker.gpus"});
    }
    if (findings.empty() && !registered.empty())
        findings.push_back(
            {.what = "registered GPUs",
             .finding = fmt::format("{}, as they are in this machine", registered.size()),
             .remedy = {}});
    return findings;
}

}  // namespace carrot::cli
