// Typed storage. Keys and values are declared once, at the top of a contract's source:
//
//   constexpr InstanceItem<"treasury", Address> treasury;
//   constexpr PersistentItem<"next_id", u32> next_id;
//   constexpr PersistentMap<u32, Gpu> gpus;                              // the id is the key
//   constexpr PersistentMap<Named<"endpoint", Address>, String> urls;    // ["endpoint", provider]
//
//   auto gpu = gpus[id].get();   gpus[id].update(gpu);
//
// A struct is stored as a vec of its fields in the order of their names, without the names: rent is
// paid by the byte.
//
// Time to live, the one policy: whatever a call reads or writes in persistent storage, if it has
// less than 90 days left, is extended to 120 days. So is the contract itself, instance and code.
#pragma once

#include "soroban/wasm/types.hpp"

namespace soroban {

inline constexpr u32 ledgers_per_day = 24 * 3600 / 5;
inline constexpr u32 ttl_threshold_ledgers = 90 * ledgers_per_day;
inline constexpr u32 ttl_extended_ledgers = 120 * ledgers_per_day;

/// A key made of a name and values: a vec that starts with the symbol.
template <detail::TemplateText Name, class... Part>
struct Named {};

namespace detail {

template <class T>
struct StorageCodec : Codec<T> {};
template <Struct T>
struct StorageCodec<T> {
    static Val encode(const T& object) { return FieldVals<T>(object).to_vec(); }
    static T decode(Val val) {
        FieldVals<T> fields;
        fields.from_vec(val);
        T object;
        fields.decode_to(object);
        return object;
    }
};

template <class Key>
struct KeyCodec {
    static Val encode(const Key& key) { return Codec<Key>::encode(key); }
};
template <TemplateText Name, class... Part>
struct KeyCodec<Named<Name, Part...>> {
    static Val encode(const Part&... part) { return encode_vec(Symbol<Name>::val(), part...); }
};

[[gnu::noinline]] inline bool has_persistent(Val key) {
    return host::has_contract_data(key, Durability::persistent).bits == 1;
}

[[gnu::noinline]] inline void extend_persistent(Val key) {
    host::extend_contract_data_ttl(key, Durability::persistent, host_u32(ttl_threshold_ledgers),
                                   host_u32(ttl_extended_ledgers));
}

[[gnu::noinline]] inline Val get_persistent(Val key) {
    extend_persistent(key);
    return host::get_contract_data(key, Durability::persistent);
}

[[gnu::noinline]] inline void put_persistent(Val key, Val value) {
    host::put_contract_data(key, value, Durability::persistent);
}

}  // namespace detail

/// One entry of persistent storage.
template <class Value>
class PersistentEntry {
public:
    explicit PersistentEntry(Val key) : key_(key) {}

    bool exists() const { return detail::has_persistent(key_); }

    /// Ends the call where there is no such entry: ask `exists` first.
    Value get() const { return detail::StorageCodec<Value>::decode(detail::get_persistent(key_)); }

    void set(const Value& value) const {
        update(value);
        detail::extend_persistent(key_);
    }

    /// Writes an entry that this call has already read, and so extended.
    void update(const Value& value) const {
        detail::put_persistent(key_, detail::StorageCodec<Value>::encode(value));
    }

private:
    Val key_;
};

template <class Key, class Value>
struct PersistentMap {
    template <class... Part>
    PersistentEntry<Value> operator[](const Part&... key) const {
        return PersistentEntry<Value>(detail::KeyCodec<Key>::encode(key...));
    }
};

template <detail::TemplateText Name, class Value>
struct PersistentItem {
    Value get() const { return entry().get(); }
    void set(const Value& value) const { entry().set(value); }
    void update(const Value& value) const { entry().update(value); }

private:
    static PersistentEntry<Value> entry() { return PersistentEntry<Value>(Symbol<Name>::val()); }
};

/// A value in the contract's instance, which every call loads: for few, small, settled values.
template <detail::TemplateText Name, class Value>
struct InstanceItem {
    bool exists() const {
        return host::has_contract_data(Symbol<Name>::val(), Durability::instance).bits == 1;
    }
    Value get() const {
        return detail::StorageCodec<Value>::decode(
            host::get_contract_data(Symbol<Name>::val(), Durability::instance));
    }
    void set(const Value& value) const {
        host::put_contract_data(Symbol<Name>::val(), detail::StorageCodec<Value>::encode(value),
                                Durability::instance);
    }
};

/// Extends the contract's instance and code by the policy above.
[[gnu::noinline]] inline void extend_contract_ttl() {
    host::extend_current_contract_instance_and_code_ttl(detail::host_u32(ttl_threshold_ledgers),
                                                        detail::host_u32(ttl_extended_ledgers));
}

}  // namespace soroban
