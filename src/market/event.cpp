#include "market/event.hpp"

#include "stellar/contract_value.hpp"

namespace carrot::market {
namespace {

/// Topics stand in the order of the struct's Topic fields, after the name; the rest is a map.
template <class Event>
Result<Event> decode_declared(const stellar::Event& from) {
    Event event{};
    std::size_t next_topic = 1;
    auto take_topic = [&]() -> Result<const xdr::ScVal*> {
        if (next_topic >= from.topics.size()) {
            return fail(ErrorCode::corrupt_data, "the event lacks the topic");
        }
        return &from.topics[next_topic++];
    };
    auto decode_field = [&]<class Field>(std::string_view name, Field& field) -> Result<void> {
        if constexpr (soroban::detail::is_topic<Field>) {
            return stellar::decode_value(*TRY(take_topic()), field.value);
        } else {
            return stellar::decode_value(*TRY(stellar::detail::require_field(from.value, name)),
                                         field);
        }
    };
    TRY(stellar::detail::decode_fields(event, decode_field));
    return event;
}

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
            TRY(with_context(decode_declared<Event>(from),
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
