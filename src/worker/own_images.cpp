#include "worker/own_images.hpp"

#include <string>
#include <system_error>

#include "base/log.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;

/// NAME of carrot/NAME:1; empty for all others.
std::string_view own_name(std::string_view image) {
    constexpr std::string_view owner = "carrot/";
    constexpr std::string_view version = ":1";
    if (!image.starts_with(owner) || !image.ends_with(version)) return {};
    image.remove_prefix(owner.size());
    image.remove_suffix(version.size());
    return image.find_first_of("/:@") == image.npos ? image : std::string_view();
}

/// Empty when there is none.
fs::path tar_file(const OwnImages& own, std::string_view image) {
    if (own.python_image_tar.empty()) return {};
    if (image == own.python_image) return own.python_image_tar;
    const auto name = own_name(image);
    if (name.empty()) return {};
    auto tar = own.python_image_tar.parent_path() / fmt::format("{}.tar", name);
    std::error_code unreadable;
    return fs::is_regular_file(tar, unreadable) ? tar : fs::path();
}

}  // namespace

bool is_own_image(const OwnImages& own, std::string_view name) {
    return name == own.python_image || !own_name(name).empty();
}

Result<std::optional<sandbox::Image>> find_own_image(sandbox::ContainerEngine& engine,
                                                     const OwnImages& own, std::string_view name,
                                                     std::stop_token stop) {
    auto image = engine.inspect_image(name, stop);
    if (image || image.error().code != ErrorCode::not_found)
        return std::optional(TRY(std::move(image)));
    const auto tar = tar_file(own, name);
    if (tar.empty()) return std::optional<sandbox::Image>();
    log::info("worker", "importing image {} from {}", name, tar.string());
    return std::optional(TRY(engine.import_image(name, tar, stop)));
}

}  // namespace carrot::worker
