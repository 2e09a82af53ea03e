#include "cli/python_image.hpp"

#include <cstdlib>

namespace carrot::cli {
namespace {

std::filesystem::path cache_directory() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
        return cache;
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home == nullptr ? "/" : home) / ".cache";
}

}  // namespace

std::filesystem::path find_python_image() {
    if (const char* chosen = std::getenv("CARROT_PYTHON_IMAGE"); chosen != nullptr) return chosen;
    auto built = cache_directory() / "carrot" / "images" / "python.tar";
    std::error_code unreadable;
    return std::filesystem::exists(built, unreadable) ? built : std::filesystem::path{};
}

}  // namespace carrot::cli
