// Whatever is wrong with a command line gets one clear line and a code, and changes nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct BadInput {
    Arguments arguments;
    int exit_code;
    std::string says;
};

class BadCommandLine : public testing::TestWithParam<BadInput> {};

TEST_P(BadCommandLine, GetsOneLineAndACode) {
    const auto& [arguments, exit_code, says] = GetParam();
    auto outcome = shared_market().carrot(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("error: "));
    EXPECT_THAT(outcome.err, HasSubstr(says));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

TEST_P(BadCommandLine, GetsADocumentWithJson) {
    const auto& [arguments, exit_code, says] = GetParam();
    auto error = shared_market().ask(arguments, exit_code).at("error").as_object();
    EXPECT_EQ(error.at("exit_code"), exit_code);
    EXPECT_THAT(std::string{error.at("message").as_string()}, HasSubstr(says));
}

const BadInput bad_inputs[] = {
    {{}, 2, "a command is missing"},
    {{"frobnicate"}, 2, "\"frobnicate\" is not known"},
    {{"gpu"}, 2, "carrot gpu --help"},
    {{"gpu", "show"}, 2, "gpu is required"},
    {{"gpu", "show", "seven"}, 2, "\"seven\" is not a whole number"},
    {{"gpu", "show", "-1"}, 2, ""},
    {{"gpu", "show", "4294967296"}, 2, "whole number"},
    {{"gpu", "show", "999"}, 11, "no such GPU"},
    {{"gpu", "list", "--provider", "nobody"}, 3, "nobody"},
    {{"gpu", "register", "--model", "X", "--vram-gb", "8", "--price", "1e3", "--key", "bob"},
     2,
     "write XLM as digits"},
    {{"gpu", "register", "--model", "", "--vram-gb", "8", "--price", "1", "--key", "bob"},
     11,
     "invalid_model"},
    {{"gpu", "register", "--model", "X", "--vram-gb", "0", "--price", "1", "--key", "bob"},
     11,
     "invalid_vram"},
    {{"gpu", "register", "--model", "X", "--vram-gb", "8", "--price", "0", "--key", "bob"},
     11,
     "invalid_price"},
    {{"gpu", "price", "0", "0.00000001", "--key", "bob"}, 2, "7 decimals"},
    {{"gpu", "price", "0", "3", "--key", "alice"}, 11, "not_gpu_owner"},
    {{"gpu", "price", "0", "3"}, 2, "no key is chosen"},
    {{"gpu", "availability", "0", "perhaps", "--key", "bob"}, 2, "neither yes nor no"},
    {{"job", "show", "4000000"}, 11, "no such job"},
    {{"job", "list", "--status", "done"}, 2, "open, claimed, completed, cancelled"},
    {{"job", "post", "--gpu", "0", "--key", "alice"}, 2, "none is given"},
    {{"job", "post", "x.py", "--message", "y", "--gpu", "0", "--key", "alice"}, 2, "several"},
    {{"job", "post", "/nonexistent.py", "--gpu", "0", "--key", "alice"}, 3, "/nonexistent.py"},
    {{"job", "post", "--image", "Not An Image", "--gpu", "0", "--key", "alice"}, 2, "image"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--hours", "721", "--key", "alice"},
     11,
     "1 to 720 hours"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--pay", "0.1", "--key", "alice"},
     11,
     "payment_too_low"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--pay", "99999999", "--key", "alice"},
     11,
     "balance is too low"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--cpus", "64", "--key", "alice"},
     2,
     "\"cpus\" is 64"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--env", "A", "--key", "alice"},
     2,
     "NAME=VALUE"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--input", "../x=bafy", "--key", "alice"},
     2,
     "not a path inside /inputs"},
    {{"job", "post", "--message", "x", "--gpu", "0", "--key", "nobody"}, 3, "key generate nobody"},
    {{"job", "run", "x.py", "--gpu", "0", "--key", "alice", "--output", "/etc"}, 4, "it exists"},
    {{"job", "complete", "0", "https://example.com", "--key", "bob"}, 2, "ipfs://<CID>"},
    {{"job", "claim", "4000000", "--key", "bob"}, 11, "job_not_found"},
    {{"job", "cancel", "4000000", "--key", "alice"}, 11, "job_not_found"},
    {{"job", "logs", "4000000"}, 11, "no such job"},
    {{"key", "generate", "../evil"}, 2, ""},
    {{"key", "fund", "GABC"}, 3, "neither an address nor the name of a key"},
    {{"ipfs", "get", "not-a-cid"}, 2, ""},
    {{"ipfs", "add", "/nonexistent"}, 3, "/nonexistent"},
    {{"gpu", "list", "--network", "moon"}, 3, "moon"},
    {{"gpu", "list", "--network", "mainnet"}, 5, "mainnet"},
    {{"gpu", "list", "--color", "blue"}, 2, "auto, always or never"},
    {{"gpu", "list", "--network"}, 2, "needs a value"},
    {{"gpu", "list", "--config", "/proc/version"}, 2, "line 1"},
    {{"up", "--network", "testnet"}, 2, "a network of its own"},
    {{"up", "--network-port", "65536"}, 2, "0 to 65535"},
    {{"network", "--port", "x"}, 2, "whole number"},
};

std::string name_of_case(const testing::TestParamInfo<BadInput>& info) {
    std::string name;
    for (const auto& argument : info.param.arguments) {
        for (char c : argument) {
            if (std::isalnum(static_cast<unsigned char>(c)) != 0) name.push_back(c);
        }
        name.push_back('_');
    }
    return std::to_string(info.index) + "_" + name.substr(0, 60);
}

INSTANTIATE_TEST_SUITE_P(Every, BadCommandLine, testing::ValuesIn(bad_inputs), name_of_case);

TEST(SecondMarket, OnTheSameFolderIsRefusedAndHarmsNothing) {
    auto& market = shared_market();
    auto outcome = market.carrot({"up", "--network-port", "0"});
    EXPECT_EQ(outcome.exit_code, 7);
    EXPECT_THAT(outcome.err, HasSubstr("another process has it open"));
    EXPECT_EQ(market.carrot({"gpu", "list"}).exit_code, 0);
}

}  // namespace
}  // namespace carrot::tests
