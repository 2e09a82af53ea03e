#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "faults/parts.hpp"
#include "sandbox/private_engine.hpp"

namespace carrot::tests {

/// The daemon outlives its starter, and so can be killed without anybody's clearing up after it.
Result<void> engine_part(Arguments arguments) {
    const auto engine = TRY(
        sandbox::PrivateEngine::start({.directory = arguments[0], .program = arguments[1]}, {}));
    fmt::print("{}\n", engine.process_id());
    std::fflush(stdout);
    ::_exit(0);
}

}  // namespace carrot::tests
