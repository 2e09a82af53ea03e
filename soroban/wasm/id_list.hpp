// A growing list of ids per owner, whose cost does not grow with it.
//
//   constexpr IdList<"consumer"> consumer_jobs;
//   consumer_jobs.append(consumer, job_id);
//   return consumer_jobs.all(consumer);
//
// Storage: ["consumer", owner] holds the head, ["consumer", owner, n] the full page n. Both are
// strings of little-endian u32 (strings, because each kind of host function that a contract imports
// makes all its calls dearer, and strings it has anyway); the head starts with the number of full
// pages. An append rewrites only the head, at most 260 bytes; every 64th also writes a page that
// never changes again.
#pragma once

#include "soroban/wasm/storage.hpp"

namespace soroban {

namespace detail {

/// The list that one key's vec names. Not a template: a contract has several lists.
class IdPages {
public:
    static constexpr u32 ids_per_page = 64;

    [[gnu::noinline]] IdPages(Val name, Address owner) : key_{name, owner.val, {}} {
        const auto head = head_entry();
        if (!head.exists()) return;
        const String stored = head.get();
        const u32 size_bytes = stored.size_bytes();
        stored.copy_to(&full_pages_, size_bytes);
        count_ = size_bytes / sizeof(u32) - 1;
    }

    u32 size() const { return full_pages_ * ids_per_page + count_; }

    [[gnu::noinline]] void append(u32 id) {
        if (count_ == ids_per_page) {
            page_entry(full_pages_).set(String::copy_of(ids_, sizeof ids_));
            ++full_pages_;
            count_ = 0;
        }
        ids_[count_++] = id;
        head_entry().set(String::copy_of(&full_pages_, (1 + count_) * sizeof(u32)));
    }

    [[gnu::noinline]] Vec<u32> all() {
        Val* const vals = allocate(size());
        Val* const newest = encode_ids(vals + full_pages_ * ids_per_page, count_);
        for (u32 number = 0; number < full_pages_; ++number) {
            page_entry(number).get().copy_to(ids_, sizeof ids_);
            encode_ids(vals + number * ids_per_page, ids_per_page);
        }
        return Vec<u32>::of(vals, static_cast<u32>(newest - vals));
    }

private:
    using StringEntry = Entry<String, StorageType::persistent, Ttl{}>;

    StringEntry head_entry() const { return StringEntry(make_vec(key_, 2)); }
    StringEntry page_entry(u32 number) {
        key_[2] = encode(number);
        return StringEntry(make_vec(key_, 3));
    }

    Val* encode_ids(Val* out, u32 count) const {
        for (u32 i = 0; i < count; ++i)
            *out++ = encode(ids_[i]);
        return out;
    }

    // Fresh linear memory behind all there is; it goes with the call.
    static Val* allocate(u32 count) {
        constexpr u32 bytes_per_wasm_page = 65'536;
        const u32 wasm_pages =
            (count * sizeof(Val) + bytes_per_wasm_page - 1) / bytes_per_wasm_page;
        const u32 start = __builtin_wasm_memory_grow(0, wasm_pages) * bytes_per_wasm_page;
        return reinterpret_cast<Val*>(start);
    }

    Val key_[3];
    u32 count_ = 0;  // not stored: follows from the size
    u32 full_pages_ = 0;
    u32 ids_[ids_per_page];  // follows full_pages_, as in storage
};

}  // namespace detail

template <detail::TemplateText Name>
struct IdList {
    void append(Address owner, u32 id) const { load(owner).append(id); }

    /// Appends unless the list already has `size_max` ids; says whether it did.
    bool append_within(Address owner, u32 id, u32 size_max) const {
        auto pages = load(owner);
        if (pages.size() >= size_max) return false;
        pages.append(id);
        return true;
    }

    Vec<u32> all(Address owner) const { return load(owner).all(); }

private:
    static detail::IdPages load(Address owner) {
        return detail::IdPages(symbol<Name>().val, owner);
    }
};

}  // namespace soroban
