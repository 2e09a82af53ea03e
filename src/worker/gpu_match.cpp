#include "worker/gpu_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace carrot::worker {
namespace {

using sandbox::Gpu;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "RTX4090-24GB" is "rtx", "4090", "24", "gb".
std::vector<std::string> words_of(std::string_view model) {
    std::vector<std::string> words;
    char before = ' ';
    for (const char c : model) {
        const bool starts =
            is_digit(c) ? !is_digit(before) && !is_letter(before) : !is_letter(before);
        if (is_digit(c) || is_letter(c)) {
            if (starts || words.empty()) words.emplace_back();
            words.back() += is_letter(c) ? static_cast<char>(c | 0x20) : c;
        }
        before = c;
    }
    return words;
}

/// Brands, form factors and memory types: what one seller writes and another leaves out.
bool says_nothing(std::string_view word) {
    constexpr std::array<std::string_view, 20> words = {
        "nvidia", "geforce",  "tesla",   "quadro",     "rtx",  "gtx",  "gpu",
        "card",   "graphics", "edition", "generation", "sxm",  "sxm2", "sxm3",
        "sxm4",   "sxm5",     "pcie",    "hbm2",       "hbm3", "e"};
    return std::ranges::find(words, word) != words.end();
}

bool is_number(std::string_view word) { return std::ranges::all_of(word, is_digit); }

/// What tells a model from the others, in any order.
std::multiset<std::string> core_of(std::string_view model) {
    auto words = words_of(model);
    std::multiset<std::string> core;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_memory = is_number(words[i]) && i + 1 < words.size() &&
                               (words[i + 1] == "gb" || words[i + 1] == "gib");
        if (is_memory) {
            ++i;
            continue;
        }
        auto word = words[i];
        if (word.size() > 3 && (word.starts_with("rtx") || word.starts_with("gtx")) &&
            is_digit(word[3]))
            word.erase(0, 3);
        if (!says_nothing(word)) core.insert(std::move(word));
    }
    return core;
}

class Matching {
public:
    Matching(const std::vector<ChainGpu>& registered, const sandbox::GpuInventory& inventory,
             const GpuMatchRules& rules)
        : inventory_(inventory), rules_(rules) {
        for (const auto& gpu : registered)
            matches_.push_back({gpu.gpu_id, {}, {}});
        // Those that can have one card only choose before those that can have any.
        for (const auto* choice : {&rules.configured, &rules.before})
            for (std::size_t i = 0; i < registered.size(); ++i)
                if (const auto chosen = choice->find(registered[i].gpu_id); chosen != choice->end())
                    take_chosen(registered[i], chosen->second, matches_[i]);
        for (std::size_t i = 0; i < registered.size(); ++i)
            if (needs_card(registered[i].model)) take_any(registered[i], matches_[i]);
    }

    std::vector<GpuMatch> matches() && { return std::move(matches_); }

private:
    static bool is_settled(const GpuMatch& match) {
        return !match.uuid.empty() || !match.problem.empty();
    }

    bool is_free(const Gpu& card) const {
        const auto uses = uses_.find(card.uuid);
        return uses == uses_.end() || uses->second < rules_.gpus_per_card;
    }

    static bool fits(const ChainGpu& gpu, const Gpu& card) {
        return is_same_model(gpu.model, card.model) &&
               is_same_memory(gpu.vram_gb, card.memory_bytes);
    }

    static std::string card_in_words(const Gpu& card) {
        if (card.memory_bytes == 0) return card.model;
        return fmt::format("{} with {} GB", card.model,
                           (card.memory_bytes + (std::uint64_t{1} << 29)) >> 30);
    }

    void take_chosen(const ChainGpu& gpu, const std::string& uuid, GpuMatch& match) {
        if (is_settled(match) || !needs_card(gpu.model)) return;
        const auto card = std::ranges::find(inventory_.gpus, uuid, &Gpu::uuid);
        if (card == inventory_.gpus.end()) {
            match.problem = fmt::format("its card {} is gone{}", uuid, first_trouble());
        } else if (!fits(gpu, *card)) {
            match.problem = fmt::format("it is registered as {} with {} GB, and its card is {}",
                                        gpu.model, gpu.vram_gb, card_in_words(*card));
        } else if (!is_free(*card)) {
            match.problem = fmt::format("its card {} is another GPU's already", uuid);
        } else {
            use(*card, match);
        }
    }

    void take_any(const ChainGpu& gpu, GpuMatch& match) {
        if (is_settled(match)) return;
        const auto card = std::ranges::find_if(inventory_.gpus, [&](const Gpu& candidate) {
            return fits(gpu, candidate) && is_free(candidate);
        });
        if (card != inventory_.gpus.end()) return use(*card, match);
        std::string others;
        for (const auto& other : inventory_.gpus)
            others += (others.empty() ? ": there is " : ", ") + card_in_words(other);
        match.problem = fmt::format("no free card of this machine is {} with {} GB{}{}", gpu.model,
                                    gpu.vram_gb, others, first_trouble());
    }

    void use(const Gpu& card, GpuMatch& match) {
        match.uuid = card.uuid;
        ++uses_[card.uuid];
    }

    std::string first_trouble() const {
        if (inventory_.troubles.empty()) return {};
        return ": " + inventory_.troubles.front().text;
    }

    const sandbox::GpuInventory& inventory_;
    const GpuMatchRules& rules_;
    std::map<std::string, unsigned> uses_;
    std::vector<GpuMatch> matches_;
};

}  // namespace

std::vector<GpuMatch> match_gpus(const std::vector<ChainGpu>& registered,
                                 const sandbox::GpuInventory& inventory,
                                 const GpuMatchRules& rules) {
    return Matching(registered, inventory, rules).matches();
}

bool needs_card(std::string_view registered_model) {
    const auto words = words_of(registered_model);
    return words.empty() || words.front() != "cpu";
}

bool is_same_model(std::string_view registered, std::string_view card) {
    const auto wanted = core_of(registered);
    return !wanted.empty() && wanted == core_of(card);
}

bool is_same_memory(std::uint32_t registered_gb, std::uint64_t card_bytes) {
    if (card_bytes == 0) return true;
    constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30, gigabyte = 1'000'000'000;
    return registered_gb >= card_bytes / gibibyte &&
           registered_gb <= (card_bytes + gigabyte / 2) / gigabyte;
}

}  // namespace carrot::worker
