#include "ipfs/byte_source.hpp"

#include <unistd.h>

#include <cerrno>

#include "base/posix.hpp"

namespace carrot::ipfs {

ByteSource bytes_of_file(int fd, std::filesystem::path name) {
    return [fd, name = std::move(name)](std::span<std::uint8_t> out) -> Result<std::size_t> {
        for (;;) {
            const auto count = ::read(fd, out.data(), out.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) return system_failure("read", name);
        }
    };
}

}  // namespace carrot::ipfs
