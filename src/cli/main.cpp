#include <string>
#include <vector>

#include "cli/cli.hpp"
#include "cli/signals.hpp"

int main(int argc, char** argv) {
    carrot::cli::StopOnSignal signals;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    return carrot::cli::run(arguments, {}, signals.token());
}
