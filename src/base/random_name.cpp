#include "base/random_name.hpp"

#include <array>

#include "base/encoding.hpp"
#include "base/random.hpp"

namespace carrot {

std::string random_name() {
    std::array<std::uint8_t, 8> random{};
    fill_random(random);
    return to_hex(random);
}

std::filesystem::path partial_path(const std::filesystem::path& finished) {
    auto name = finished;
    name += "." + random_name() + ".partial";
    return name;
}

}  // namespace carrot
