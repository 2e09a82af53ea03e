// The image that Python jobs run in, as images/python/build leaves it.
#pragma once

#include <filesystem>

namespace carrot::cli {

/// $CARROT_PYTHON_IMAGE, else the tar file in the user's cache; empty when there is none.
std::filesystem::path find_python_image();

}  // namespace carrot::cli
