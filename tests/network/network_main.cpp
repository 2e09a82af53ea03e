// A local network for tests in other languages: prints its URL, then serves until its standard
// input ends. `--data FOLDER` keeps the ledger there.
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "network/network.hpp"

int main(int argc, char** argv) {
    carrot::network::NetworkOptions options{.port = 0};
    if (argc == 3 && std::string_view(argv[1]) == "--data") options.data_directory = argv[2];
    auto network = carrot::network::Network::start(std::move(options));
    if (!network) {
        fmt::print(stderr, "{}\n", network.error().message);
        return 1;
    }
    fmt::print("{}\n", (*network)->url());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
