#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>

#include <cstdio>
#include <map>
#include <vector>

#include "faults/parts.hpp"

namespace carrot::tests {

void serve(const std::string& url) {
    fmt::print("{}\n", url);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
}

}  // namespace carrot::tests

int main(int argc, char** argv) {
    using namespace carrot::tests;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::map<std::string, carrot::Result<void> (*)(Arguments)> parts = {
        {"network", network_part},
        {"pins", pins_part},
        {"engine", engine_part},
        {"worker", worker_part}};
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto part = arguments.empty() ? parts.end() : parts.find(arguments.front());
    if (part == parts.end()) return 2;
    const auto done = part->second(Arguments(arguments).subspan(1));
    if (!done) fmt::print(stderr, "{}\n", done.error().message);
    return done ? 0 : 1;
}
