#include "cli/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "cli/local_endpoints.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::cli {
namespace {

using testing::HasSubstr;

class SettingsFile : public testing::Test {
protected:
    void SetUp() override {
        for (auto name : {"CARROT_NETWORK", "CARROT_KEY", "CARROT_DATA_DIR"})
            unsetenv(name);
        setenv("STELLAR_CONFIG_HOME", (directory.path() / "stellar").c_str(), 1);
    }

    Result<Settings> load(std::string_view toml) {
        EXPECT_TRUE(write_file(file, as_bytes(toml)));
        auto settings = load_settings(file);
        if (settings) settings->data_directory = directory.path();
        return settings;
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "config.toml";
};

TEST_F(SettingsFile, IsNotNeeded) {
    auto settings = load_settings(file).value();
    EXPECT_EQ(settings.network, "local");
    EXPECT_EQ(chosen_network(settings)->network.passphrase, "Standalone Network ; February 2017");
}

TEST_F(SettingsFile, OverridesWhatIsBuiltIn) {
    auto settings = load(R"(network = "testnet"
[networks.testnet]
rpc_url = "http://rpc.example"
[networks.mine]
rpc_url = "http://mine"
passphrase = "Mine")")
                        .value();
    EXPECT_EQ(chosen_network(settings)->network.rpc_url, "http://rpc.example");
    EXPECT_EQ(chosen_network(settings)->network.passphrase, "Test SDF Network ; September 2015");
    settings.network = "mine";
    EXPECT_EQ(chosen_network(settings)->network.passphrase, "Mine");
}

TEST_F(SettingsFile, IsOverriddenByTheEnvironment) {
    setenv("CARROT_NETWORK", "mainnet", 1);
    setenv("CARROT_DATA_DIR", "/somewhere", 1);
    auto settings = load(R"(network = "testnet")").value();
    EXPECT_EQ(settings.network, "mainnet");
    EXPECT_EQ(load_settings(file)->data_directory, "/somewhere");
    SetUp();
}

TEST_F(SettingsFile, SaysWhereItIsWrong) {
    EXPECT_THAT(load("network = \n").error().message, HasSubstr("config.toml: line 1"));
    EXPECT_THAT(load("\nkey = 7").error().message, HasSubstr("line 2: \"key\" is not a string"));
    EXPECT_THAT(load("networks = 1").error().message, HasSubstr("is not a table"));
}

TEST_F(SettingsFile, ListsTheNetworksWhenTheChosenOneIsUnknown) {
    auto settings = load(R"(network = "moon")").value();
    auto refused = chosen_network(settings);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_THAT(refused.error().message, HasSubstr("testnet"));
}

TEST_F(SettingsFile, MustNameMainnetsRpc) {
    auto settings = load(R"(network = "mainnet")").value();
    EXPECT_EQ(chosen_network(settings).error().code, ErrorCode::failed_precondition);
    settings.networks["mainnet"].rpc_url = "http://rpc.example";
    EXPECT_EQ(chosen_network(settings)->network.passphrase,
              "Public Global Stellar Network ; September 2015");
}

TEST_F(SettingsFile, GivesWayToWhatARunningMarketSays) {
    auto settings = load("").value();
    ASSERT_TRUE(
        save_local_endpoints(network_directory(settings), {.rpc_url = "http://127.0.0.1:1234/rpc",
                                                           .gateway_url = "http://127.0.0.1:1235",
                                                           .worker_url = ""}));
    EXPECT_EQ(chosen_network(settings)->network.rpc_url, "http://127.0.0.1:1234/rpc");
    EXPECT_EQ(chosen_network(settings)->gateway_url, "http://127.0.0.1:1235");
}

TEST_F(SettingsFile, NamesSeveralGateways) {
    auto settings = load(R"(network = "testnet"
[networks.testnet]
gateway_url = "https://one.example"
gateways = ["https://two.example", "https://one.example"])")
                        .value();
    const auto chosen = chosen_network(settings).value();
    EXPECT_EQ(chosen.gateway_url, "https://one.example");
    EXPECT_THAT(chosen.gateways,
                testing::ElementsAre("https://one.example", "https://two.example"));
}

TEST_F(SettingsFile, HasPublicGatewaysForPublicNetworks) {
    const auto settings = load(R"(network = "testnet")").value();
    EXPECT_GT(chosen_network(settings)->gateways.size(), 1U);
}

TEST_F(SettingsFile, RefusesGatewaysThatAreNoTexts) {
    EXPECT_THAT(load("[networks.testnet]\ngateways = [1]").error().message,
                HasSubstr("\"gateways\" is not a list"));
}

}  // namespace
}  // namespace carrot::cli
