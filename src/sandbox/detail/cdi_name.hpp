// What NVIDIA's cards are called in the Container Device Interface: vendor/class=name.
// https://github.com/cncf-tags/container-device-interface/blob/main/SPEC.md
#pragma once

#include <string>
#include <string_view>

namespace carrot::sandbox::detail {

inline constexpr std::string_view cdi_kind = "nvidia.com/gpu";

inline std::string cdi_name(std::string_view uuid) {
    return std::string(cdi_kind) + '=' + std::string(uuid);
}

}  // namespace carrot::sandbox::detail
