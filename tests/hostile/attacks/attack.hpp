// What a job must not be able to do, one system call or two each. The program `attack` is built
// statically and lies in the hostile suite's image; it is never run outside a sealed container.
#pragma once

#include <span>

namespace carrot::hostile {

inline constexpr long refused = -1;   ///< with errno set
inline constexpr long harmless = -2;  ///< it may be done: what comes of it is seen elsewhere

struct Attack {
    const char* name;
    long (*run)();  ///< anything but the above is a breach
};

std::span<const Attack> filling_attacks();
std::span<const Attack> kernel_attacks();
std::span<const Attack> namespace_attacks();
std::span<const Attack> privilege_attacks();
std::span<const Attack> socket_attacks();

/// The result of writing `text` to an existing file; -1 when it can't be opened or written.
long write_to(const char* file, const char* text);

/// The result of opening a file to read its first byte.
long read_from(const char* file);

}  // namespace carrot::hostile
