// What happens to symbolic links, on the way in and on the way out.
#pragma once

#include <cstdint>

namespace carrot::ipfs {

enum class Symlinks : std::uint8_t {
    refuse,  ///< an error that names the link
    keep,    ///< stored as UnixFS symlinks, and made again as links; never followed
};

}  // namespace carrot::ipfs
