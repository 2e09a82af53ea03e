// A growing list of ids per owner, whose cost does not grow with it.
//
//   constexpr IdList<"consumer"> consumer_jobs;
//   consumer_jobs.append(consumer, job_id);
//   return consumer_jobs.all(consumer);
//
// Storage: ["consumer", owner] holds the head, ["consumer", owner, n] the full page n. Both are
// bytes of little-endian u32; the head starts with the number of full pages. An append rewrites
// only the head, at most 1 KiB; every 256th also writes a page that never changes again.
#pragma once

#include "soroban/wasm/storage.hpp"

namespace soroban {

template <detail::TemplateText Name>
class IdList {
public:
    static constexpr u32 ids_per_page = 256;

    u32 size(Address owner) const { return load_head(owner).size(); }

    void append(Address owner, u32 id) const { append_within(owner, id, ~u32{0}); }

    /// Appends unless the list already has `size_max` ids; says whether it did.
    bool append_within(Address owner, u32 id, u32 size_max) const {
        auto head = load_head(owner);
        if (head.size() >= size_max) return false;
        append(owner, id, head);
        return true;
    }

    Vec<u32> all(Address owner) const {
        const auto head = load_head(owner);
        Val* const vals = allocate(head.size());
        Val* next = vals;
        u32 page[ids_per_page];
        for (u32 number = 0; number < head.full_pages; ++number) {
            pages[owner, number].get().copy_to(page, sizeof page);
            next = encode_ids(next, page, ids_per_page);
        }
        encode_ids(next, head.ids, head.count);
        return Vec<u32>::of(vals, head.size());
    }

private:
    struct Head {
        u32 count;  // not stored: follows from the size
        u32 full_pages;
        u32 ids[ids_per_page];

        u32 size() const { return full_pages * ids_per_page + count; }
    };

    static constexpr PersistentMap<Named<Name, Address>, Bytes> heads{};
    static constexpr PersistentMap<Named<Name, Address, u32>, Bytes> pages{};

    static Head load_head(Address owner) {
        Head head;
        head.count = 0;
        head.full_pages = 0;
        const auto entry = heads[owner];
        if (entry.exists()) {
            const Bytes stored = entry.get();
            const u32 size_bytes = stored.size_bytes();
            stored.copy_to(&head.full_pages, size_bytes);
            head.count = size_bytes / sizeof(u32) - 1;
        }
        return head;
    }

    static void append(Address owner, u32 id, Head& head) {
        if (head.count == ids_per_page) {
            pages[owner, head.full_pages].set(Bytes::of(head.ids, sizeof head.ids));
            ++head.full_pages;
            head.count = 0;
        }
        head.ids[head.count++] = id;
        heads[owner].set(Bytes::of(&head.full_pages, (1 + head.count) * sizeof(u32)));
    }

    static Val* encode_ids(Val* out, const u32* ids, u32 count) {
        for (u32 i = 0; i < count; ++i)
            *out++ = encode(ids[i]);
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
};

}  // namespace soroban
