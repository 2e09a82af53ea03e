// Events as the structs that a contract declares (SOROBAN_EVENT), out of their topics and data.
#pragma once

#include "stellar/contract_value.hpp"

namespace carrot::stellar {

/// Topic 0 is the event's name, which the caller has looked at; the topics after it stand in the
/// order of the struct's Topic fields; the data is a map of the others, or the bare value of a Data
/// field. corrupt_data, naming the field, where they are not as declared.
template <class Event>
Result<Event> decode_event(const std::vector<xdr::ScVal>& topics, const xdr::ScVal& data) {
    Event event{};
    std::size_t next_topic = 1;
    auto take_topic = [&]() -> Result<const xdr::ScVal*> {
        if (next_topic >= topics.size()) {
            return fail(ErrorCode::corrupt_data, "the event lacks the topic");
        }
        return &topics[next_topic++];
    };
    auto decode_field = [&]<class Field>(std::string_view name, Field& field) -> Result<void> {
        if constexpr (soroban::detail::is_topic<Field>) {
            return decode_value(*TRY(take_topic()), field.value);
        } else if constexpr (soroban::detail::is_data<Field>) {
            return decode_value(data, field.value);
        } else {
            return decode_value(*TRY(detail::require_field(data, name)), field);
        }
    };
    TRY(detail::decode_fields(event, decode_field));
    return event;
}

}  // namespace carrot::stellar
