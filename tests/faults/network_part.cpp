#include <string>

#include "faults/moved_clock.hpp"
#include "faults/parts.hpp"
#include "network/network.hpp"

namespace carrot::tests {

Result<void> network_part(Arguments arguments) {
    static MovedClock clock(std::filesystem::path(arguments[0]).parent_path());
    auto network = TRY(network::Network::start(
        {.data_directory = arguments[0],
         .port = static_cast<std::uint16_t>(std::stoi(arguments[1])),
         .clock = &clock,
         .close_interval = std::chrono::milliseconds(500),
         .retention_ledgers = static_cast<std::uint32_t>(std::stoul(arguments[2]))}));
    serve(network->url());
    return {};
}

}  // namespace carrot::tests
