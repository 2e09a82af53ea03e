// Lists and maps that the host keeps. A change makes a new value, which takes the old one's place:
// like integers, they are values.
//
//   for (const u32 id : ids) { … }
//   balances.set(owner, balances.get_or(owner, 0) + amount);
//
// Limits: what fits an entry or a call; whatever grows without bound belongs into entries of its
// own.
#pragma once

#include "soroban/wasm/codec.hpp"

namespace soroban {

namespace detail {

/// Goes through what is read by its position.
template <class Container>
struct PositionIterator {
    const Container* container;
    u32 position;

    auto operator*() const { return container->at(position); }
    PositionIterator& operator++() {
        ++position;
        return *this;
    }
    friend bool operator==(PositionIterator a, PositionIterator b) {
        return a.position == b.position;
    }
};

}  // namespace detail

/// A list of T.
template <class T>
struct Vec {
    static constexpr Tag host_tag = Tag::vec_object;
    Val val;

    static Vec of(Val encoded) { return {encoded}; }
    static Vec of(const Val* items, u32 count) { return {detail::make_vec(items, count)}; }
    template <class... Item>
    static Vec of_items(const Item&... items) {
        const Val vals[] = {encode(T(items))..., Val{}};
        return of(vals, sizeof...(Item));
    }
    static Vec empty() { return {host::vec_new()}; }

    u32 size() const { return host::vec_len(object()); }
    bool is_empty() const { return size() == 0; }
    /// Ends the call where there is none.
    T at(u32 index) const { return decode<T>(host::vec_get(object(), index)); }
    T operator[](u32 index) const { return at(index); }
    T front() const { return decode<T>(host::vec_front(object())); }
    T back() const { return decode<T>(host::vec_back(object())); }

    void set(u32 index, const T& item) { val = host::vec_put(object(), index, encode(item)); }
    void push_back(const T& item) { val = host::vec_push_back(object(), encode(item)); }
    void pop_back() { val = host::vec_pop_back(object()); }
    void insert(u32 index, const T& item) { val = host::vec_insert(object(), index, encode(item)); }
    void erase(u32 index) { val = host::vec_del(object(), index); }
    void append(Vec tail) { val = host::vec_append(object(), tail.object()); }
    Vec slice(u32 from, u32 to) const { return {host::vec_slice(object(), from, to)}; }
    bool contains(const T& item) const {
        return !host::vec_first_index_of(object(), encode(item)).is(Tag::void_value);
    }

    detail::PositionIterator<Vec> begin() const { return {this, 0}; }
    detail::PositionIterator<Vec> end() const { return {this, size()}; }

    friend bool operator==(Vec a, Vec b) { return host::obj_cmp(a.val, b.val) == 0; }

    VecObject object() const { return VecObject(val); }
};

/// What a Map is made of.
template <class K, class V>
struct MapItem {
    K key;
    V value;
};

/// Keys, each once, in the host's order, and their values.
template <class K, class V>
struct Map {
    static constexpr Tag host_tag = Tag::map_object;
    Val val;

    static Map of(Val encoded) { return {encoded}; }
    static Map empty() { return {host::map_new()}; }

    u32 size() const { return host::map_len(object()); }
    bool is_empty() const { return size() == 0; }
    bool contains(const K& key) const { return host::map_has(object(), encode(key)); }
    /// Ends the call where the key is missing.
    V get(const K& key) const { return decode<V>(host::map_get(object(), encode(key))); }
    V get_or(const K& key, const V& otherwise) const {
        return contains(key) ? get(key) : otherwise;
    }

    void set(const K& key, const V& value) {
        val = host::map_put(object(), encode(key), encode(value));
    }
    /// Ends the call where the key is missing.
    void erase(const K& key) { val = host::map_del(object(), encode(key)); }
    Vec<K> keys() const { return Vec<K>::of(host::map_keys(object())); }
    Vec<V> values() const { return Vec<V>::of(host::map_values(object())); }

    /// By the order of the keys.
    MapItem<K, V> at(u32 position) const {
        return {decode<K>(host::map_key_by_pos(object(), position)),
                decode<V>(host::map_val_by_pos(object(), position))};
    }
    detail::PositionIterator<Map> begin() const { return {this, 0}; }
    detail::PositionIterator<Map> end() const { return {this, size()}; }

    friend bool operator==(Map a, Map b) { return host::obj_cmp(a.val, b.val) == 0; }

    MapObject object() const { return MapObject(val); }
};

}  // namespace soroban
