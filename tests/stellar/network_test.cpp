#include "stellar/network.hpp"

#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

using namespace stellar;
using testing::HasSubstr;

namespace {

class NetworkStoreTest : public testing::Test {
protected:
    TemporaryDirectory directory;
    NetworkStore store{directory.path()};
};

}  // namespace

TEST_F(NetworkStoreTest, KnowsTheLocalAndTheTestNetwork) {
    EXPECT_EQ(store.load("local").value().rpc_url, "http://localhost:8000/rpc");
    EXPECT_EQ(store.load("testnet").value().passphrase, "Test SDF Network ; September 2015");
}

TEST_F(NetworkStoreTest, AsksForAnRpcOfMainnet) {
    const auto network = store.load("mainnet");
    EXPECT_EQ(network.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(network.error().message, HasSubstr("network/mainnet.toml"));
}

TEST_F(NetworkStoreTest, PrefersWhatTheUserWrote) {
    const Network own{.name = "mainnet", .rpc_url = "https://rpc.example", .passphrase = "p \"q\""};
    ASSERT_TRUE(store.save(own));
    const auto network = store.load("mainnet").value();
    EXPECT_EQ(network.rpc_url, own.rpc_url);
    EXPECT_EQ(network.passphrase, own.passphrase);
    EXPECT_EQ(store.list().value().size(), 3U);
}

TEST_F(NetworkStoreTest, ReadsTheFilesOfStellarCli) {
    ASSERT_TRUE(make_directories(directory.path() / "network"));
    ASSERT_TRUE(write_file(directory.path() / "network" / "mine.toml",
                           as_bytes("rpc_url = \"http://h:1/rpc\"\nrpc_headers = []\n"
                                    "network_passphrase = \"secret sauce\"\n")));
    EXPECT_EQ(store.load("mine").value().passphrase, "secret sauce");
    EXPECT_EQ(store.list().value().size(), 4U);
}

TEST_F(NetworkStoreTest, NamesTheNetworksItKnows) {
    const auto network = store.load("moon");
    EXPECT_EQ(network.error().code, ErrorCode::not_found);
    EXPECT_THAT(network.error().message, HasSubstr("local, testnet, mainnet"));
}

TEST_F(NetworkStoreTest, NamesTheFileThatLacksSomething) {
    ASSERT_TRUE(make_directories(directory.path() / "network"));
    ASSERT_TRUE(write_file(directory.path() / "network" / "half.toml",
                           as_bytes("rpc_url = \"http://h:1/rpc\"\n")));
    EXPECT_EQ(store.load("half").error().code, ErrorCode::corrupt_data);
}

TEST(Network, IsIdentifiedByItsPassphrasesHash) {
    EXPECT_EQ(to_hex(built_in_networks()[1].id()),
              "cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472");
}

}  // namespace carrot::tests
