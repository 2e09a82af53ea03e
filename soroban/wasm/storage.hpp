// Typed storage. Keys and values are declared once, at the top of a contract's source:
//
//   constexpr InstanceItem<"treasury", Address> treasury;
//   constexpr PersistentItem<"next_id", u32> next_id;
//   constexpr PersistentMap<u32, Gpu> gpus;                              // the id is the key
//   constexpr PersistentMap<Named<"endpoint", Address>, String> urls;    // ["endpoint", provider]
//   constexpr TemporaryMap<Address, u32, Ttl{.threshold_ledgers = 0, .extended_ledgers = 720}>
//   seen;
//
//   auto gpu = gpus[id].get();   gpus[id].update(gpu);   gpus[id].remove();
//
// A struct is stored as a vec of its fields in the order of their names, without the names: rent is
// paid by the byte.
//
// Time to live: whatever a call reads or writes is extended by its declaration's policy. The
// default is 120 days once there are less than 90 left; the contract itself, instance and code, has
// the default. An archived persistent entry comes back by a restore; an expired temporary one is
// gone.
#pragma once

#include "soroban/wasm/types.hpp"

namespace soroban {

inline constexpr u32 ledgers_per_day = 24 * 3600 / 5;

/// When an entry's life is extended, and to how much from now, in ledgers (of about 5 seconds). The
/// network allows at most extended_ledgers_max.
struct Ttl {
    u32 threshold_ledgers = 90 * ledgers_per_day;
    u32 extended_ledgers = 120 * ledgers_per_day;
};
inline constexpr u32 extended_ledgers_max = 3'110'399;

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
    static Val encode(const Part&... part) { return encode_vec(symbol<Name>(), part...); }
};

template <StorageType type>
[[gnu::noinline]] bool has_data(Val key) {
    return host::has_contract_data(key, type);
}

template <StorageType type, Ttl ttl>
[[gnu::noinline]] void extend_data(Val key) {
    host::extend_contract_data_ttl(key, type, ttl.threshold_ledgers, ttl.extended_ledgers);
}

template <StorageType type, Ttl ttl>
[[gnu::noinline]] Val get_data(Val key) {
    extend_data<type, ttl>(key);
    return host::get_contract_data(key, type);
}

template <StorageType type>
[[gnu::noinline]] void put_data(Val key, Val value) {
    host::put_contract_data(key, value, type);
}

}  // namespace detail

/// One entry of the ledger.
template <class Value, StorageType type, Ttl ttl>
class Entry {
    static_assert(ttl.threshold_ledgers <= ttl.extended_ledgers,
                  "an entry is extended beyond its threshold: swap Ttl's two numbers");
    static_assert(ttl.extended_ledgers <= extended_ledgers_max,
                  "the network extends by at most 3,110,399 ledgers: shorten the Ttl");

public:
    explicit Entry(Val key) : key_(key) {}

    bool exists() const { return detail::has_data<type>(key_); }

    /// Ends the call where there is no such entry: ask `exists` first.
    Value get() const {
        return detail::StorageCodec<Value>::decode(detail::get_data<type, ttl>(key_));
    }
    Value get_or(const Value& otherwise) const { return exists() ? get() : otherwise; }

    void set(const Value& value) const {
        update(value);
        detail::extend_data<type, ttl>(key_);
    }

    /// Writes an entry that this call has already read, and so extended.
    void update(const Value& value) const {
        detail::put_data<type>(key_, detail::StorageCodec<Value>::encode(value));
    }

    /// Makes the entry live for at least so many more ledgers, whatever its policy.
    void extend_to(u32 ledgers) const {
        host::extend_contract_data_ttl(key_, type, ledgers, ledgers);
    }

    /// Ends the call where there is no such entry.
    void remove() const { host::del_contract_data(key_, type); }

private:
    Val key_;
};

namespace detail {

template <class Key, class Value, StorageType type, Ttl ttl>
struct EntryMap {
    template <class... Part>
    Entry<Value, type, ttl> operator[](const Part&... key) const {
        return Entry<Value, type, ttl>(KeyCodec<Key>::encode(key...));
    }
};

template <TemplateText Name, class Value, StorageType type, Ttl ttl>
struct EntryItem {
    bool exists() const { return entry().exists(); }
    Value get() const { return entry().get(); }
    Value get_or(const Value& otherwise) const { return entry().get_or(otherwise); }
    void set(const Value& value) const { entry().set(value); }
    void update(const Value& value) const { entry().update(value); }
    void remove() const { entry().remove(); }

private:
    static Entry<Value, type, ttl> entry() { return Entry<Value, type, ttl>(symbol<Name>().val); }
};

}  // namespace detail

/// What must never be lost: money, ownership, promises.
template <class Key, class Value, Ttl ttl = Ttl{}>
using PersistentMap = detail::EntryMap<Key, Value, StorageType::persistent, ttl>;
template <detail::TemplateText Name, class Value, Ttl ttl = Ttl{}>
using PersistentItem = detail::EntryItem<Name, Value, StorageType::persistent, ttl>;

/// What may be forgotten, and is when its time ends: cheaper, never archived.
template <class Key, class Value, Ttl ttl>
using TemporaryMap = detail::EntryMap<Key, Value, StorageType::temporary, ttl>;
template <detail::TemplateText Name, class Value, Ttl ttl>
using TemporaryItem = detail::EntryItem<Name, Value, StorageType::temporary, ttl>;

/// A value in the contract's instance, which every call loads: for few, small, settled values.
template <detail::TemplateText Name, class Value>
struct InstanceItem {
    bool exists() const { return detail::has_data<StorageType::instance>(symbol<Name>().val); }
    /// Ends the call where there is none.
    Value get() const {
        return detail::StorageCodec<Value>::decode(
            host::get_contract_data(symbol<Name>().val, StorageType::instance));
    }
    Value get_or(const Value& otherwise) const { return exists() ? get() : otherwise; }
    void set(const Value& value) const {
        detail::put_data<StorageType::instance>(symbol<Name>().val,
                                                detail::StorageCodec<Value>::encode(value));
    }
    void remove() const { host::del_contract_data(symbol<Name>().val, StorageType::instance); }
};

/// Extends the contract's instance and code by the default policy.
[[gnu::noinline]] inline void extend_contract_ttl() {
    constexpr Ttl ttl;
    host::extend_current_contract_instance_and_code_ttl(ttl.threshold_ledgers,
                                                        ttl.extended_ledgers);
}

}  // namespace soroban
