// What a contract does besides keeping values: refuse, announce, ask the ledger, call others, and
// be called.
#pragma once

#include "soroban/declare.hpp"
#include "soroban/wasm/types.hpp"

namespace soroban {

namespace detail {

[[noreturn, gnu::noinline]] inline void fail_with_code(u32 code) {
    host::fail_with_error(Val::of_upper(Tag::error, code));
    __builtin_unreachable();
}

}  // namespace detail

/// Ends the call with the contract's numbered error unless the condition holds.
template <Enumeration Error>
void require(bool condition, Error error) {
    if (!condition) detail::fail_with_code(static_cast<u32>(error));
}

/// The ledger's close time.
inline Timestamp ledger_time() { return decode<Timestamp>(host::get_ledger_timestamp()); }

inline Address current_contract() { return {host::get_current_contract_address()}; }

template <class T>
struct Codec<Topic<T>> {
    static Val encode(const Topic<T>& topic) { return soroban::encode(topic.value); }
};

/// Emits the event: its name and topics, and a map of its other fields.
template <class Event>
void emit(const Event& event) {
    constexpr u32 topics = detail::count_topics(detail::FieldTypes<Event>{});
    Val vals[1 + topics] = {Symbol<detail::event_name_literal<Event>>::val()};
    u32 count = 1;
    visit_fields(event, [&](auto&... fields) {
        const auto take = [&](const auto& field) {
            if constexpr (detail::is_topic<detail::remove_cvref<decltype(field)>>) {
                vals[count++] = encode(field);
            }
        };
        (take(fields), ...);
    });
    host::contract_event(detail::make_vec(vals, 1 + topics),
                         detail::FieldVals<Event, topics>(event).to_map());
}

/// The items with the ids start … start + limit - 1, ending before `end`, each what `load` makes of
/// it. `limit` is at most `limit_max`, which the caller has checked.
template <u32 limit_max, auto load>
auto list_by_id(u32 start, u32 limit, u32 end) {
    Val items[limit_max];
    u32 count = 0;
    while (count < limit && start + count < end) {
        items[count] = encode(load(start + count));
        ++count;
    }
    return Vec<decltype(load(0))>::of(items, count);
}

}  // namespace soroban
