#include "ipfs/car_reader.hpp"

#include <algorithm>

#include "ipfs/detail/car_header.hpp"
#include "ipfs/detail/wire.hpp"
#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t max_varint_bytes = 10;

// A section is a CID and a block; the longest CID is an identity CID.
constexpr std::uint64_t max_section_bytes = max_block_bytes + max_identity_bytes + 16;

}  // namespace

Result<CarReader> CarReader::open(ByteSource source) {
    CarReader reader(std::move(source));
    TRY(reader.read_header());
    return reader;
}

Result<void> CarReader::read_header() {
    const auto size = TRY(take_size(max_car_header_bytes));
    if (!size) return fail(ErrorCode::corrupt_data, "the CAR is empty");
    roots_ = TRY(decode_car_header(TRY(take(static_cast<std::size_t>(*size)))));
    return {};
}

Result<std::optional<Block>> CarReader::next() {
    const auto at = offset_;
    return with_context(read_section(), fmt::format("the CAR at byte {}", at));
}

Result<std::optional<Block>> CarReader::read_section() {
    const auto size = TRY(take_size(max_section_bytes));
    if (!size) return std::nullopt;
    auto section = TRY(take(static_cast<std::size_t>(*size)));
    auto cid = TRY(Cid::decode_prefix(section));
    if (section.size() > max_block_bytes)
        return fail(ErrorCode::corrupt_data, "block {} is larger than {} bytes", cid.to_string(),
                    max_block_bytes);
    if (!cid.names(section))
        return fail(ErrorCode::corrupt_data, "the bytes of block {} are not those that it names",
                    cid.to_string());
    return Block{std::move(cid), Bytes(section.begin(), section.end())};
}

// The length before a header or a section; nothing at the end of the CAR.
Result<std::optional<std::uint64_t>> CarReader::take_size(std::uint64_t limit_bytes) {
    TRY(fill(max_varint_bytes));
    auto ahead = BytesView(buffer_).subspan(taken_);
    if (ahead.empty()) return std::nullopt;
    const auto available = ahead.size();
    const auto size = TRY(take_varint(ahead));
    taken_ += available - ahead.size();
    offset_ += available - ahead.size();
    if (size == 0 || size > limit_bytes)
        return fail(ErrorCode::corrupt_data, "a piece of {} bytes is outside 1 … {}", size,
                    limit_bytes);
    return size;
}

// Valid until the next call.
Result<BytesView> CarReader::take(std::size_t count) {
    if (!TRY(fill(count)))
        return fail(ErrorCode::corrupt_data, "it is cut off: {} bytes should follow, {} do", count,
                    buffer_.size() - taken_);
    const auto bytes = BytesView(buffer_).subspan(taken_, count);
    taken_ += count;
    offset_ += count;
    return bytes;
}

// Has `count` bytes ready, or says that there are fewer. The buffer grows with what really comes,
// so a length that lies costs nothing.
Result<bool> CarReader::fill(std::size_t count) {
    if (buffer_.size() - taken_ >= count) return true;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    while (buffer_.size() < count) {
        const auto before = buffer_.size();
        buffer_.resize(before + read_bytes);
        auto more = source_(std::span(buffer_).subspan(before));
        buffer_.resize(before + more.value_or(0));
        if (!more) return std::unexpected(std::move(more.error()));
        if (*more == 0) return false;
    }
    return true;
}

}  // namespace carrot::ipfs
