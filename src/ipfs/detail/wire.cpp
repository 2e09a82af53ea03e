#include "ipfs/detail/wire.hpp"

#include <bit>
#include <utility>

namespace carrot::ipfs {

void append(Bytes& out, BytesView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

std::size_t varint_size(std::uint64_t value) {
    return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

void append_varint(Bytes& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

Result<std::uint64_t> take_varint(BytesView& in) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
        const std::uint64_t byte = in.front();
        in = in.subspan(1);
        if (shift == 63 && byte > 1) break;
        value |= (byte & 0x7f) << shift;
        if (byte >= 0x80) continue;
        if (byte == 0 && shift > 0) return fail(ErrorCode::corrupt_data, "a varint is not minimal");
        return value;
    }
    return fail(ErrorCode::corrupt_data, "a varint is truncated or longer than 64 bits");
}

Result<BytesView> take_bytes(BytesView& in, std::uint64_t size) {
    if (size > in.size())
        return fail(ErrorCode::corrupt_data, "a field of {} bytes is cut off after {}", size,
                    in.size());
    const auto taken = in.first(static_cast<std::size_t>(size));
    in = in.subspan(taken.size());
    return taken;
}

Result<FieldTag> take_tag(BytesView& in) {
    const auto key = TRY(take_varint(in));
    const auto type = static_cast<std::uint8_t>(key & 7);
    if (type > 5 || type == 3 || type == 4)
        return fail(ErrorCode::corrupt_data, "protobuf wire type {} is not allowed here", type);
    return FieldTag{key >> 3, static_cast<WireType>(type)};
}

Result<BytesView> take_field_bytes(BytesView& in) {
    const auto size = TRY(take_varint(in));
    return take_bytes(in, size);
}

Result<void> skip_field(BytesView& in, WireType type) {
    switch (type) {
        case WireType::varint:
            TRY(take_varint(in));
            break;
        case WireType::fixed64:
            TRY(take_bytes(in, 8));
            break;
        case WireType::bytes:
            TRY(take_field_bytes(in));
            break;
        case WireType::fixed32:
            TRY(take_bytes(in, 4));
            break;
    }
    return {};
}

void append_field(Bytes& out, std::uint64_t number, std::uint64_t value) {
    append_varint(out, number << 3 | std::to_underlying(WireType::varint));
    append_varint(out, value);
}

void append_field(Bytes& out, std::uint64_t number, BytesView value) {
    append_varint(out, number << 3 | std::to_underlying(WireType::bytes));
    append_varint(out, value.size());
    out.insert(out.end(), value.begin(), value.end());
}

}  // namespace carrot::ipfs
