#include "ipfs/detail/murmur3.hpp"

#include <bit>
#include <cstring>

namespace carrot::ipfs {
namespace {

constexpr std::size_t block_bytes = 16;
constexpr std::uint64_t factor_1 = 0x87c37b91114253d5;
constexpr std::uint64_t factor_2 = 0x4cf5ad432745937f;

static_assert(std::endian::native == std::endian::little);

std::uint64_t scramble_1(std::uint64_t word) { return std::rotl(word * factor_1, 31) * factor_2; }
std::uint64_t scramble_2(std::uint64_t word) { return std::rotl(word * factor_2, 33) * factor_1; }

std::uint64_t finish(std::uint64_t value) {
    value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
    value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
    return value ^ value >> 33;
}

}  // namespace

std::uint64_t murmur3_x64_64(BytesView bytes) {
    const std::uint64_t size = bytes.size();
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint64_t words[2];
    for (; bytes.size() >= block_bytes; bytes = bytes.subspan(block_bytes)) {
        std::memcpy(words, bytes.data(), block_bytes);
        first = (std::rotl(first ^ scramble_1(words[0]), 27) + second) * 5 + 0x52dce729;
        second = (std::rotl(second ^ scramble_2(words[1]), 31) + first) * 5 + 0x38495ab5;
    }
    words[0] = words[1] = 0;
    if (!bytes.empty()) std::memcpy(words, bytes.data(), bytes.size());
    first ^= scramble_1(words[0]) ^ size;
    second ^= scramble_2(words[1]) ^ size;
    first += second;
    second += first;
    return finish(first) + finish(second);
}

}  // namespace carrot::ipfs
