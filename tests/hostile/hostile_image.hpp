// The image that hostile programs run in: busybox, and the static program `attack`.
#pragma once

#include <string>

namespace carrot::hostile {

inline constexpr const char* image = "carrot/hostile:1";

/// Its root file system as a tar archive. Its python3 runs shell scripts; root-attack and root-id
/// belong to root and have the setuid bit.
std::string root_archive();

}  // namespace carrot::hostile
