// The pieces that CIDs and protobuf messages are made of: varints and length-prefixed fields.
// Reading takes from the front of a view. Varints must be minimal, so that a value has one form.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::ipfs {

void append(Bytes& out, BytesView bytes);

std::size_t varint_size(std::uint64_t value);
void append_varint(Bytes& out, std::uint64_t value);
Result<std::uint64_t> take_varint(BytesView& in);

/// Exactly `size` bytes.
Result<BytesView> take_bytes(BytesView& in, std::uint64_t size);

/// Protobuf's wire types, as far as dag-pb and UnixFS use them.
enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct FieldTag {
    std::uint64_t number = 0;
    WireType type = WireType::varint;
};

Result<FieldTag> take_tag(BytesView& in);

/// The content of a length-delimited field.
Result<BytesView> take_field_bytes(BytesView& in);

/// Passes over a field's value.
Result<void> skip_field(BytesView& in, WireType type);

void append_field(Bytes& out, std::uint64_t number, std::uint64_t value);
void append_field(Bytes& out, std::uint64_t number, BytesView value);

}  // namespace carrot::ipfs
