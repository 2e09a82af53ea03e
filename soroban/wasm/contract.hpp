// What a contract does besides keeping values: refuse, announce, ask the ledger, log.
#pragma once

#include "soroban/declare.hpp"
#include "soroban/wasm/types.hpp"

namespace soroban {

namespace detail {

[[noreturn, gnu::noinline]] inline void fail_with_code(u32 code) {
    host::fail_with_error(ErrorVal(Val::of_upper(Tag::error, code)));
    __builtin_unreachable();
}

}  // namespace detail

/// Ends the call with the contract's numbered error, which rolls everything back.
template <Enumeration Error>
[[noreturn]] void fail(Error error) {
    detail::fail_with_code(static_cast<u32>(error));
}

/// The same unless the condition holds.
template <Enumeration Error>
void require(bool condition, Error error) {
    if (!condition) fail(error);
}

/// The ledger's close time.
inline Timestamp ledger_time() { return decode<Timestamp>(host::get_ledger_timestamp()); }
/// The ledger's number.
inline u32 ledger_sequence() { return host::get_ledger_sequence(); }
/// SHA-256 of the network's passphrase.
inline BytesN<32> network_id() { return {host::get_ledger_network_id()}; }

inline Address current_contract() { return {host::get_current_contract_address()}; }

template <class T>
struct Codec<Topic<T>> {
    static Val encode(const Topic<T>& topic) { return soroban::encode(topic.value); }
};

template <class T>
struct Codec<Data<T>> {
    static Val encode(const Data<T>& data) { return soroban::encode(data.value); }
};

namespace detail {

/// An event's data: the one value that is marked as such, else a map of the fields behind the
/// topics.
template <class Event, u32 topics>
Val event_data(const Event& event) {
    if constexpr (has_single_data(FieldTypes<Event>{})) {
        return visit_fields(event, [](const auto&... fields) {
            const Val vals[] = {encode(fields)...};
            return vals[topics];
        });
    } else {
        return FieldVals<Event, topics>(event).to_map();
    }
}

}  // namespace detail

/// Emits the event: its name and topics, and its data.
template <class Event>
void emit(const Event& event) {
    constexpr u32 topics = detail::count_topics(detail::FieldTypes<Event>{});
    Val vals[1 + topics] = {symbol<detail::event_name_literal<Event>>().val};
    u32 count = 1;
    visit_fields(event, [&](auto&... fields) {
        const auto take = [&](const auto& field) {
            if constexpr (detail::is_topic<detail::remove_cvref<decltype(field)>>) {
                vals[count++] = encode(field);
            }
        };
        (take(fields), ...);
    });
    host::contract_event(VecObject(detail::make_vec(vals, 1 + topics)),
                         detail::event_data<Event, topics>(event));
}

/// Tells a simulation, or a node that keeps diagnostics, a text and values. Costs nothing else.
template <class... Value>
void log(Text message, const Value&... values) {
    const Val vals[] = {encode(values)..., Val{}};
    host::log_from_linear_memory(message.data, message.size, vals, sizeof...(Value));
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
