#include "xdr/codec.hpp"

#include <cstdio>
#include <cstdlib>

#include "base/encoding.hpp"
#include "xdr/detail/reader.hpp"
#include "xdr/detail/union.hpp"
#include "xdr/detail/writer.hpp"

namespace carrot::xdr::detail {

namespace {

Result<void> check_length(std::string_view type, std::size_t size_bytes) {
    if (size_bytes <= max_decoded_bytes) return {};
    return fail(ErrorCode::resource_exhausted, "could not decode {}: {} bytes, at most {} are read",
                type, size_bytes, max_decoded_bytes);
}

std::unexpected<Error> broken(std::string_view type, const Reader& in) {
    return fail(ErrorCode::corrupt_data, "could not decode {} at byte {}: {}", type, in.offset(),
                in.failure());
}

}  // namespace

Result<Bytes> encode(std::string_view type, const void* value,
                     bool (*write)(Writer&, const void*)) {
    Writer out;
    if (!write(out, value)) {
        return fail(ErrorCode::invalid_argument, "could not encode {}: {}", type, out.failure());
    }
    return out.take_bytes();
}

Result<void> decode(std::string_view type, BytesView bytes, void* value,
                    bool (*read)(Reader&, void*)) {
    TRY(check_length(type, bytes.size()));
    Reader in(bytes);
    if (!read(in, value)) return broken(type, in);
    if (!in.at_end()) {
        return fail(ErrorCode::corrupt_data, "could not decode {}: {} bytes are left over", type,
                    bytes.size() - in.offset());
    }
    return {};
}

Result<void> decode_sequence(std::string_view type, BytesView bytes, void* values,
                             bool (*read_next)(Reader&, void*)) {
    TRY(check_length(type, bytes.size()));
    Reader in(bytes);
    while (!in.at_end()) {
        if (!read_next(in, values)) return broken(type, in);
    }
    return {};
}

Result<Bytes> bytes_of_base64(std::string_view type, std::string_view text) {
    TRY(check_length(type, text.size() / 4 * 3));
    auto bytes = from_base64(text);
    if (!bytes) bytes.error().code = ErrorCode::corrupt_data;
    return with_context(std::move(bytes), fmt::format("could not decode {}", type));
}

Result<std::string> base64_of(Result<Bytes> bytes) { return to_base64(TRY(std::move(bytes))); }

void wrong_arm(std::string_view accessor, std::string_view discriminant) {
    fmt::print(stderr, "carrot: bug: {}() of a union that holds {}\n", accessor, discriminant);
    std::abort();
}

}  // namespace carrot::xdr::detail
