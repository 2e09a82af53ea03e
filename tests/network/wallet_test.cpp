// What wallets ask besides RPC: friendbot, and Horizon's accounts.
#include <thread>

#include "network/rpc_fixture.hpp"

namespace carrot::network::test {
namespace {

class Friendbot : public RunningNetwork {};
class Horizon : public RunningNetwork {};

TEST_F(Friendbot, GivesANewAccountTenThousandLumensOnce) {
    const auto alice = stellar::KeyPair::generate();
    const auto funded = fund(alice);
    EXPECT_EQ(call("getTransaction", {{"hash", funded.at("hash")}}).at("status"), "SUCCESS");
    const auto again = get("/friendbot?addr=" + alice.account().to_string());
    EXPECT_EQ(again.status, 400);
    const auto problem = must(http::parse_json(again.body));
    EXPECT_EQ(problem.at("detail"), "account already funded to starting balance");
}

TEST_F(Friendbot, AnswersPostToo) {
    const auto alice = stellar::KeyPair::generate().account().to_string();
    EXPECT_EQ(must(client.post(network->url() + "/friendbot?addr=" + alice, "", "")).status, 200);
    const auto bob = stellar::KeyPair::generate().account().to_string();
    EXPECT_EQ(must(client.post(network->url() + "/friendbot", "addr=" + bob,
                               "application/x-www-form-urlencoded"))
                  .status,
              200);
}

TEST_F(Friendbot, BringsAnAccountBackToItsStartingBalance) {
    const auto alice = stellar::KeyPair::generate();
    fund(alice);
    send(payment(alice));
    fund(alice);
    const auto account =
        must(http::parse_json(get("/accounts/" + alice.account().to_string()).body));
    EXPECT_EQ(account.at("balances").at(0).at("balance"), "10000.0000000");
}

TEST_F(Friendbot, RefusesWhatIsNoAddress) {
    EXPECT_EQ(get("/friendbot").status, 400);
    EXPECT_EQ(get("/friendbot?addr=GABC").status, 400);
}

TEST_F(Friendbot, ServesManyAtOnce) {
    std::vector<std::jthread> askers;
    std::atomic<int> served = 0;
    for (int i = 0; i < 8; ++i) {
        askers.emplace_back([&] {
            http::Client own;
            const auto key = stellar::KeyPair::generate().account().to_string();
            const auto answer = own.get(network->url() + "/friendbot?addr=" + key);
            if (answer && answer->status == 200) ++served;
        });
    }
    askers.clear();
    EXPECT_EQ(served, 8);
}

TEST_F(Horizon, ShowsAnAccountsBalance) {
    const auto alice = stellar::KeyPair::generate();
    fund(alice);
    const auto answer = get("/accounts/" + alice.account().to_string());
    EXPECT_EQ(answer.status, 200);
    const auto account = must(http::parse_json(answer.body));
    EXPECT_EQ(account.at("id").as_string(), alice.account().to_string());
    EXPECT_EQ(account.at("balances").at(0).at("asset_type"), "native");
    EXPECT_EQ(account.at("balances").at(0).at("balance"), "10000.0000000");
    EXPECT_EQ(account.at("sequence").as_string(), std::to_string(sequence_number(alice)));
}

TEST_F(Horizon, SaysNotFoundInItsOwnWay) {
    const auto answer = get("/accounts/" + stellar::KeyPair::generate().account().to_string());
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(must(http::parse_json(answer.body)).at("title"), "Resource Missing");
    EXPECT_EQ(get("/accounts/GABC").status, 400);
}

TEST_F(Horizon, ListsAnAccountsOperationsTheLatestFirst) {
    const auto alice = stellar::KeyPair::generate();
    fund(alice);
    const auto hash = send(payment(alice));
    const auto answer = get("/accounts/" + alice.account().to_string() + "/operations?limit=5");
    const auto records =
        must(http::parse_json(answer.body)).at("_embedded").at("records").as_array();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].at("type"), "payment");
    EXPECT_EQ(records[0].at("amount"), "1.0000000");
    EXPECT_EQ(records[0].at("transaction_hash"), json::value(hash));
    EXPECT_EQ(records[1].at("type"), "create_account");
    EXPECT_EQ(records[1].at("starting_balance"), "10000.0000000");
}

TEST_F(Horizon, NamesTheNetworkAtItsRoot) {
    const auto root = must(http::parse_json(get("/").body));
    EXPECT_EQ(root.at("network_passphrase"), "Standalone Network ; February 2017");
    EXPECT_EQ(get("/fee_stats").status, 200);
}

TEST(Network, RefusesAPortThatIsTaken) {
    const auto first = must(Network::start({.port = 0}));
    const auto port = must(http::Url::parse(first->url())).port;
    const auto second = Network::start({.port = port});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::already_exists);
}

TEST(Network, StopsAndForgetsWithoutAFolder) {
    auto network = must(Network::start({.port = 0}));
    const auto url = network->rpc_url();
    network->stop();
    network->stop();
    http::Client client;
    EXPECT_FALSE(client.get(url));
}

}  // namespace
}  // namespace carrot::network::test
