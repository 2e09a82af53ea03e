// A CAR that comes in pieces: never more blocks than bytes, and each is what its CID names.
#include <algorithm>

#include "fuzz/fuzzer.hpp"
#include "ipfs/car_reader.hpp"

namespace carrot::ipfs {
namespace {

ByteSource pieces_of(BytesView content, std::size_t piece) {
    return [content, piece](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const auto count = std::min({piece, out.size(), content.size()});
        std::ranges::copy(content.first(count), out.begin());
        content = content.subspan(count);
        return count;
    };
}

// How many blocks are read before the end or the first fault.
std::size_t read_all(BytesView content, std::size_t piece) {
    auto car = CarReader::open(pieces_of(content, piece));
    if (!car) return 0;
    PROMISE(!car->roots().empty());
    std::size_t count = 0;
    for (;;) {
        const auto block = car->next();
        if (!block || !*block) return count;
        PROMISE((*block)->cid.names((*block)->content));
        PROMISE(++count <= content.size());
    }
}

}  // namespace
}  // namespace carrot::ipfs

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const carrot::BytesView bytes(data, size);
    const auto count = carrot::ipfs::read_all(bytes, 1 << 20);
    PROMISE(carrot::ipfs::read_all(bytes, 7) == count);
    return 0;
}
