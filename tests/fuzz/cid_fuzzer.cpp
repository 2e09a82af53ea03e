// CIDs and content paths from text, CIDs from bytes: what is accepted has one form that is read
// back as the same.
#include "fuzz/fuzzer.hpp"
#include "ipfs/cid.hpp"
#include "ipfs/content_path.hpp"

namespace carrot::ipfs {
namespace {

void read_text(std::string_view text) {
    if (const auto cid = Cid::parse(text)) {
        PROMISE(Cid::parse(cid->to_string()).value() == *cid);
        PROMISE(Cid::decode(cid->to_bytes()).value() == *cid);
    }
    if (const auto path = ContentPath::parse(text)) {
        const auto again = ContentPath::parse(path->to_string());
        PROMISE(again && again->root == path->root && again->segments == path->segments);
    }
}

void read_bytes(BytesView bytes) {
    if (const auto cid = Cid::decode(bytes)) {
        const auto encoded = cid->to_bytes();
        PROMISE(Bytes(bytes.begin(), bytes.end()) == encoded);
        PROMISE(Cid::parse(cid->to_string()).value() == *cid);
    }
}

}  // namespace
}  // namespace carrot::ipfs

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const carrot::BytesView bytes(data, size);
    carrot::ipfs::read_text(carrot::as_text(bytes));
    carrot::ipfs::read_bytes(bytes);
    return 0;
}
