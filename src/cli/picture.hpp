// As much of PNG as it takes to see that a picture is one.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::cli {

struct PictureSize {
    std::uint32_t width_pixels = 0;
    std::uint32_t height_pixels = 0;
};

/// From the signature and the IHDR chunk (PNG third edition, sections 5.2 and 11.2.1).
Result<PictureSize> read_png_size(BytesView file);

}  // namespace carrot::cli
