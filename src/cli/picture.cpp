#include "cli/picture.hpp"

#include <string_view>

namespace carrot::cli {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
constexpr std::size_t header_type_offset = 12;  // after the signature and the chunk's length
constexpr std::size_t width_offset = 16;
constexpr std::size_t height_offset = 20;
constexpr std::size_t header_end = 33;

std::uint32_t big_endian_at(BytesView bytes, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | bytes[offset + i];
    return value;
}

}  // namespace

Result<PictureSize> read_png_size(BytesView file) {
    bool is_png = file.size() >= header_end && as_text(file).starts_with(signature) &&
                  as_text(file).substr(header_type_offset, 4) == "IHDR";
    if (!is_png) return fail(ErrorCode::corrupt_data, "{} bytes that are no PNG", file.size());
    return PictureSize{.width_pixels = big_endian_at(file, width_offset),
                       .height_pixels = big_endian_at(file, height_offset)};
}

}  // namespace carrot::cli
