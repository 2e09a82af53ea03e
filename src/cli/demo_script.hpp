// The demo's script: examples/mandelbrot.py, carried in the program.
#pragma once

#include <string_view>

namespace carrot::cli {

extern const std::string_view demo_script;

}  // namespace carrot::cli
