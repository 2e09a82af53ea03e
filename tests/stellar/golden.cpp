#include "stellar/golden.hpp"

#include <array>
#include <fstream>
#include <map>

namespace carrot::tests {

namespace {

stellar::KeyPair key_of(std::uint8_t byte) {
    std::array<std::uint8_t, 32> seed;
    seed.fill(byte);
    return stellar::KeyPair::from_seed(seed);
}

std::map<std::string, std::string, std::less<>> read_golden() {
    std::ifstream file(CARROT_SOURCE_DIR "/tests/stellar/golden.txt");
    std::map<std::string, std::string, std::less<>> values;
    std::string name;
    std::string value;
    while (file >> name >> value)
        values.emplace(name, value);
    return values;
}

}  // namespace

const std::string& golden(std::string_view name) {
    static const auto values = read_golden();
    return values.find(name)->second;
}

stellar::KeyPair alice() { return key_of(1); }
stellar::KeyPair bob() { return key_of(2); }

stellar::Network standalone() { return stellar::built_in_networks().front(); }

}  // namespace carrot::tests
