// Strings of bytes and characters: handles of what the host keeps. Nothing is copied into the
// contract before it is looked at.
#pragma once

#include "soroban/wasm/codec.hpp"

namespace soroban {

/// Bytes that are text by custom; the host does not check that.
struct String {
    static constexpr Tag host_tag = Tag::string_object;
    Val val;

    static String of(Val encoded) { return {encoded}; }
    [[gnu::noinline]] static String copy_of(const void* start, u32 size_bytes) {
        return {host::string_new_from_linear_memory(start, size_bytes)};
    }
    static String copy_of(Text text) { return copy_of(text.data, text.size); }
    static String empty() { return copy_of(nullptr, 0); }

    [[gnu::noinline]] u32 size_bytes() const { return host::string_len(StringObject(val)); }

    /// Copies `size` bytes from `from` on; ends the call where there are fewer.
    [[gnu::noinline]] void copy_to(void* destination, u32 size, u32 from = 0) const {
        host::string_copy_to_linear_memory(StringObject(val), from, destination, size);
    }

    [[gnu::noinline]] bool starts_with(Text prefix) const {
        char head[64];
        if (prefix.size > sizeof head) trap();
        if (size_bytes() < prefix.size) return false;
        copy_to(head, prefix.size);
        return Text(head, prefix.size) == prefix;
    }

    friend bool operator==(String a, String b) { return host::obj_cmp(a.val, b.val) == 0; }
};

namespace detail {

/// A short symbol lives in the Val itself: 6 bits a character.
inline constexpr u32 small_symbol_max = 9;

constexpr Val small_symbol(Text text) {
    u64 body = 0;
    for (u32 i = 0; i < text.size; ++i) {
        const char c = text.data[i];
        const u64 code = c == '_'   ? 1
                         : c <= '9' ? static_cast<u64>(c - '0' + 2)
                         : c <= 'Z' ? static_cast<u64>(c - 'A' + 12)
                                    : static_cast<u64>(c - 'a' + 38);
        body = body << 6 | code;
    }
    return Val::of(Tag::symbol_small, body);
}

consteval bool is_symbol(Text text) {
    for (u32 i = 0; i < text.size; ++i) {
        const char c = text.data[i];
        const bool allowed =
            c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!allowed) return false;
    }
    return text.size <= 32;
}

}  // namespace detail

/// A name: at most 32 of a-z, A-Z, 0-9 and _.
struct Symbol {
    Val val;

    Symbol() = default;
    constexpr explicit Symbol(Val encoded) : val(encoded) {}

    friend bool operator==(Symbol a, Symbol b) {
        if (a.val.bits == b.val.bits) return true;
        if (a.val.is(Tag::symbol_small) && b.val.is(Tag::symbol_small)) return false;
        return host::obj_cmp(a.val, b.val) == 0;
    }
};

template <>
struct Codec<Symbol> {
    static Val encode(Symbol symbol) { return symbol.val; }
    static Symbol decode(Val val) {
        if (!val.is(Tag::symbol_small)) expect(val, Tag::symbol_object);
        return Symbol(val);
    }
};

/// The symbol of a name that is known when the contract is compiled: symbol<"transfer">().
template <detail::TemplateText Name>
Symbol symbol() {
    static constexpr Text text = Name;
    static_assert(detail::is_symbol(text),
                  "a symbol is at most 32 characters of a-z, A-Z, 0-9 and _");
    if constexpr (text.size <= detail::small_symbol_max) {
        static constexpr Val small = detail::small_symbol(text);
        return Symbol(small);
    } else {
        static constexpr auto chars = detail::Literal<text.size>(text);
        return Symbol(detail::make_symbol(chars.chars, text.size));
    }
}

/// Any bytes.
struct Bytes {
    static constexpr Tag host_tag = Tag::bytes_object;
    Val val;

    static Bytes of(Val encoded) { return {encoded}; }
    [[gnu::noinline]] static Bytes copy_of(const void* start, u32 size) {
        return {host::bytes_new_from_linear_memory(start, size)};
    }

    [[gnu::noinline]] u32 size() const { return host::bytes_len(object()); }
    u8 operator[](u32 index) const {
        return static_cast<u8>(u32{host::bytes_get(object(), index)});
    }

    /// Copies `size` bytes from `from` on; ends the call where there are fewer.
    [[gnu::noinline]] void copy_to(void* destination, u32 size, u32 from = 0) const {
        host::bytes_copy_to_linear_memory(object(), from, destination, size);
    }

    Bytes slice(u32 from, u32 to) const { return {host::bytes_slice(object(), from, to)}; }
    /// A new value: what the host keeps never changes.
    Bytes appended(Bytes tail) const { return {host::bytes_append(object(), tail.object())}; }

    friend bool operator==(Bytes a, Bytes b) { return host::obj_cmp(a.val, b.val) == 0; }

    BytesObject object() const { return BytesObject(val); }
};

/// Exactly N bytes: hashes, keys, signatures.
template <u32 N>
struct BytesN {
    Val val;

    static BytesN copy_of(const u8 (&bytes)[N]) { return {Bytes::copy_of(bytes, N).val}; }
    static constexpr u32 size() { return N; }
    void copy_to(u8 (&destination)[N]) const { bytes().copy_to(destination, N); }
    Bytes bytes() const { return {val}; }

    friend bool operator==(BytesN a, BytesN b) { return a.bytes() == b.bytes(); }
};

template <u32 N>
struct Codec<BytesN<N>> {
    static Val encode(BytesN<N> bytes) { return bytes.val; }
    static BytesN<N> decode(Val val) {
        if (Codec<Bytes>::decode(val).size() != N) trap();
        return {val};
    }
};

}  // namespace soroban
