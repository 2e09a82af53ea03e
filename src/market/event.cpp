#include "market/event.hpp"

#include "stellar/contract_event.hpp"

namespace carrot::market {
namespace {

template <std::size_t Index = 0>
Result<std::optional<MarketEvent>> decode_named(std::string_view name, const stellar::Event& from) {
    if constexpr (Index == std::variant_size_v<MarketEvent>) {
        return std::nullopt;
    } else {
        using Event = std::variant_alternative_t<Index, MarketEvent>;
        if (name != std::string_view{soroban::event_name<Event>}) {
            return decode_named<Index + 1>(name, from);
        }
        return MarketEvent {
            TRY(with_context(stellar::decode_event<Event>(from.topics, from.value),
                             fmt::format("decode event {} {}", name, from.id)))
        };
    }
}

}  // namespace

Result<std::optional<MarketEvent>> decode_event(const stellar::Event& event) {
    if (event.topics.empty() || event.topics.front().if_sym() == nullptr) return std::nullopt;
    return decode_named(event.topics.front().sym(), event);
}

stellar::EventFilter event_filter(const Deployment& deployment) {
    return {.contracts = {deployment.gpu_registry, deployment.job_marketplace}, .topics = {}};
}

}  // namespace carrot::market
