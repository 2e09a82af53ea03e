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

// A CAR version 2 begins with these 11 bytes, the first of which is a length, and with 16 bytes of
// features and three numbers of 64 bits: where its version 1 begins, how long that is, where the
// index is.
constexpr std::string_view version_2_header = "\xa1\x67version\x02";
constexpr std::size_t version_2_features_bytes = 16;
constexpr std::size_t version_2_fields_bytes = version_2_features_bytes + 3 * 8;

std::uint64_t take_little_endian(BytesView& in) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 8)
        value |= static_cast<std::uint64_t>(in[shift / 8]) << shift;
    in = in.subspan(8);
    return value;
}

}  // namespace

Result<CarReader> CarReader::open(ByteSource source) {
    CarReader reader(std::move(source));
    TRY(reader.read_header());
    return reader;
}

Result<void> CarReader::read_header() {
    auto header = TRY(take_header());
    if (as_text(header) == version_2_header) {
        TRY(enter_payload());
        header = TRY(take_header());
    }
    roots_ = TRY(decode_car_header(header));
    return {};
}

Result<BytesView> CarReader::take_header() {
    const auto size = TRY(take_size(max_car_header_bytes));
    if (!size) return fail(ErrorCode::corrupt_data, "the CAR is empty");
    return take(static_cast<std::size_t>(*size));
}

Result<void> CarReader::enter_payload() {
    auto fields = TRY(take(version_2_fields_bytes))
    .subspan(version_2_features_bytes);
    const auto begin = take_little_endian(fields);
    const auto size = take_little_endian(fields);
    if (begin < offset_ || size == 0 || size > UINT64_MAX - begin)
        return fail(ErrorCode::corrupt_data,
                    "the CAR's version 2 header places {} bytes of content at byte {}", size,
                    begin);
    while (offset_ < begin)
        TRY(take(static_cast<std::size_t>(std::min<std::uint64_t>(begin - offset_, read_bytes))));
    payload_end_ = begin + size;
    return {};
}

// Reads the rest, so that a program which pipes the CAR to us can write it.
Result<void> CarReader::leave_payload() {
    if (offset_ < *payload_end_)
        return fail(ErrorCode::corrupt_data, "it is cut off: {} bytes should follow",
                    *payload_end_ - offset_);
    buffer_.resize(read_bytes);
    while (TRY(source_(buffer_)) > 0) {
    }
    buffer_.clear();
    taken_ = 0;
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
    auto rest = ahead();
    if (rest.empty()) {
        if (payload_end_) TRY(leave_payload());
        return std::nullopt;
    }
    const auto available = rest.size();
    const auto size = TRY(take_varint(rest));
    taken_ += available - rest.size();
    offset_ += available - rest.size();
    if (size == 0 || size > limit_bytes)
        return fail(ErrorCode::corrupt_data, "a piece of {} bytes is outside 1 … {}", size,
                    limit_bytes);
    return size;
}

// Valid until the next call.
Result<BytesView> CarReader::take(std::size_t count) {
    if (!TRY(fill(count)))
        return fail(ErrorCode::corrupt_data, "it is cut off: {} bytes should follow, {} do", count,
                    ahead().size());
    const auto bytes = ahead().first(count);
    taken_ += count;
    offset_ += count;
    return bytes;
}

// What is read and not taken, without what follows the payload.
BytesView CarReader::ahead() const {
    const auto rest = BytesView(buffer_).subspan(taken_);
    const auto most = payload_end_.value_or(UINT64_MAX) - offset_;
    return rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), most)));
}

// Has `wanted` bytes ready, or says that there are fewer. The buffer grows with what really comes,
// so a length that lies costs nothing.
Result<bool> CarReader::fill(std::size_t wanted) {
    const auto most = payload_end_.value_or(UINT64_MAX) - offset_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, most));
    if (ahead().size() >= count) return count == wanted;
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
    return count == wanted;
}

}  // namespace carrot::ipfs
