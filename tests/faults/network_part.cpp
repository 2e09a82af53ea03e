#include <string>

#include "faults/parts.hpp"
#include "network/network.hpp"

namespace carrot::tests {

Result<void> network_part(Arguments arguments) {
    auto network =
        TRY(network::Network::start({.data_directory = arguments[0],
                                     .port = static_cast<std::uint16_t>(std::stoi(arguments[1])),
                                     .close_interval = std::chrono::milliseconds(500)}));
    serve(network->url());
    return {};
}

}  // namespace carrot::tests
