// Stellar RPC's answers and refusals, in its shapes.
#include "base/encoding.hpp"
#include "network/rpc_fixture.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/scval.hpp"

namespace carrot::network::test {
namespace {

using testing::HasSubstr;

constexpr auto invalid_request = -32600;
constexpr auto method_not_found = -32601;
constexpr auto invalid_params = -32602;

class Rpc : public RunningNetwork {
protected:
    stellar::KeyPair funded() {
        auto key = stellar::KeyPair::generate();
        fund(key);
        return key;
    }
};

TEST_F(Rpc, AnswersAtBothPaths) {
    EXPECT_EQ(ask("getHealth", nullptr, "/rpc").at("result").at("status"), "healthy");
    EXPECT_EQ(ask("getHealth", nullptr, "/").at("result").at("status"), "healthy");
}

TEST_F(Rpc, RefusesAnUnknownMethod) { EXPECT_EQ(error_code("getGold", nullptr), method_not_found); }

TEST_F(Rpc, NamesItsNetwork) {
    const auto answer = call("getNetwork");
    EXPECT_EQ(answer.at("passphrase"), "Standalone Network ; February 2017");
    EXPECT_EQ(answer.at("protocolVersion"), 28);
    EXPECT_EQ(answer.at("friendbotUrl").as_string(), network->url() + "/friendbot");
}

TEST_F(Rpc, GivesTheLatestLedgersHeaderThatHashesToItsId) {
    const auto answer = call("getLatestLedger");
    const auto header = must(from_base64(answer.at("headerXdr").as_string()));
    EXPECT_EQ(to_hex(stellar::sha256(header)), answer.at("id").as_string());
    EXPECT_TRUE(answer.at("closeTime").is_string());
    EXPECT_TRUE(xdr::decode_base64<xdr::LedgerCloseMeta>(answer.at("metadataXdr").as_string()));
}

TEST_F(Rpc, LeavesOutLedgerEntriesThatAreNotThere) {
    const auto nobody = stellar::KeyPair::generate();
    const auto key = xdr::LedgerKey::account({.account_id = nobody.account().to_xdr()});
    const auto answer = call("getLedgerEntries", {{"keys", {must(xdr::encode_base64(key))}}});
    EXPECT_TRUE(answer.at("entries").as_array().empty());
}

TEST_F(Rpc, RefusesBrokenLedgerKeys) {
    const auto ttl = must(xdr::encode_base64(xdr::LedgerKey::ttl({})));
    EXPECT_EQ(error_code("getLedgerEntries", {{"keys", {"AAAA"}}}), invalid_params);
    EXPECT_EQ(error_code("getLedgerEntries", {{"keys", {ttl}}}), invalid_params);
    EXPECT_EQ(error_code("getLedgerEntries", {{"keys", json::array(201, json::value("AAAA"))}}),
              invalid_params);
    EXPECT_EQ(error_code("getLedgerEntries", nullptr), invalid_params);
}

TEST_F(Rpc, RefusesXdrAsJson) {
    const auto answer = ask("getLedgerEntries", {{"keys", json::array()}, {"xdrFormat", "json"}});
    EXPECT_EQ(answer.at("error").at("code"), invalid_params);
    EXPECT_THAT(std::string(answer.at("error").at("message").as_string()), HasSubstr("use base64"));
}

TEST_F(Rpc, RefusesABrokenTransaction) {
    EXPECT_EQ(error_code("sendTransaction", {{"transaction", "not base64"}}), invalid_params);
    EXPECT_EQ(error_code("sendTransaction", {{"transaction", "AAAAAgAAAAA="}}), invalid_params);
}

TEST_F(Rpc, TellsATransactionsWay) {
    const auto alice = funded();
    const auto hash = send(payment(alice));
    const auto done = call("getTransaction", {{"hash", hash}});
    EXPECT_EQ(done.at("status"), "SUCCESS");
    EXPECT_EQ(done.at("txHash"), json::value(hash));
    EXPECT_EQ(done.at("applicationOrder"), 1);
    EXPECT_FALSE(done.at("feeBump").as_bool());
    EXPECT_TRUE(done.at("createdAt").is_string());
    const auto result =
        must(xdr::decode_base64<xdr::TransactionResult>(done.at("resultXdr").as_string()));
    EXPECT_EQ(result.fee_charged, 100);
    EXPECT_EQ(done.at("events").at("contractEventsXdr").at(0).as_array().size(), 1U);
}

TEST_F(Rpc, SaysNotFoundForATransactionThatNeverWas) {
    const auto answer = call("getTransaction", {{"hash", std::string(64, '0')}});
    EXPECT_EQ(answer.at("status"), "NOT_FOUND");
    EXPECT_FALSE(answer.contains("envelopeXdr"));
    EXPECT_EQ(error_code("getTransaction", {{"hash", "abc"}}), invalid_params);
}

TEST_F(Rpc, TellsWhyATransactionIsRefused) {
    const auto alice = funded();
    const auto transaction = payment(alice);
    send(transaction);
    const auto again = call("sendTransaction", {{"transaction", transaction}});
    EXPECT_EQ(again.at("status"), "ERROR");
    const auto result =
        must(xdr::decode_base64<xdr::TransactionResult>(again.at("errorResultXdr").as_string()));
    EXPECT_EQ(result.result.code(), xdr::TransactionResultCode::txBAD_SEQ);
}

TEST_F(Rpc, SimulatesACallOfTheNativeAsset) {
    const auto alice = funded();
    const auto native =
        must(stellar::asset_contract_id(network->ledger().network_id(), xdr::Asset::native()));
    const auto envelope = stellar::build_transaction({
        .source = alice.account(),
        .sequence = 1,
        .operations = {stellar::invoke_contract(native, "balance",
                                                {stellar::to_scval(alice.account())})},
    });
    const auto answer =
        call("simulateTransaction", {{"transaction", must(xdr::encode_base64(envelope))}});
    const auto balance =
        must(xdr::decode_base64<xdr::ScVal>(answer.at("results").at(0).at("xdr").as_string()));
    EXPECT_EQ(balance, stellar::to_scval(stellar::Int128{100'000'000'000}));
    EXPECT_TRUE(answer.at("minResourceFee").is_string());
}

TEST_F(Rpc, PutsWhatIsWrongWithASimulationIntoItsAnswer) {
    const auto alice = funded();
    const auto answer = call("simulateTransaction", {{"transaction", payment(alice)}});
    EXPECT_TRUE(answer.contains("error"));
    EXPECT_TRUE(answer.at("latestLedger").is_int64());
    EXPECT_THAT(
        std::string(call("simulateTransaction", {{"transaction", "AAAA"}}).at("error").as_string()),
        HasSubstr("transaction"));
}

TEST_F(Rpc, PagesThroughEvents) {
    const auto alice = funded();
    send(payment(alice));
    send(payment(alice));
    const json::object first_page{{"startLedger", 1}, {"pagination", {{"limit", 2}}}};
    const auto first = call("getEvents", first_page);
    ASSERT_EQ(first.at("events").as_array().size(), 2U);
    const auto second =
        call("getEvents", {{"pagination", {{"cursor", first.at("cursor")}, {"limit", 100}}}});
    // Three transactions, each with a fee and a transfer.
    EXPECT_EQ(second.at("events").as_array().size(), 4U);
    const auto last =
        call("getEvents", {{"pagination", {{"cursor", second.at("cursor")}, {"limit", 100}}}});
    EXPECT_TRUE(last.at("events").as_array().empty());
    EXPECT_LT(first.at("events").at(1).at("id").as_string(),
              second.at("events").at(0).at("id").as_string());
}

// A request for the events whose topics match the pattern. (An array in braces would be copied, not
// nested.)
json::object request_for(json::array pattern) {
    json::array patterns;
    patterns.push_back(std::move(pattern));
    json::array filters;
    filters.push_back(json::object{{"type", "contract"}, {"topics", std::move(patterns)}});
    return {{"startLedger", 1}, {"filters", std::move(filters)}};
}

TEST_F(Rpc, FiltersEventsByTopics) {
    const auto alice = funded();
    const auto symbol = [](const char* name) {
        return must(xdr::encode_base64(xdr::ScVal::sym(name)));
    };
    const auto count = [&](json::array pattern) {
        return call("getEvents", request_for(std::move(pattern))).at("events").as_array().size();
    };
    EXPECT_EQ(count({symbol("transfer"), "**"}), 1U);
    EXPECT_EQ(count({symbol("transfer"), "*", "*", "*"}), 1U);
    EXPECT_EQ(count({symbol("transfer"), "*"}), 0U);
    EXPECT_EQ(count({"*", "**"}), 2U);
    EXPECT_EQ(count({symbol("fee"), "*"}), 1U);
}

TEST_F(Rpc, RefusesWrongEventRequests) {
    EXPECT_EQ(error_code("getEvents", json::object()), invalid_params);
    EXPECT_EQ(error_code("getEvents", {{"startLedger", 1'000}}), invalid_request);
    EXPECT_EQ(error_code("getEvents", request_for({"**", "*"})), invalid_params);
    EXPECT_EQ(error_code("getEvents", request_for({})), invalid_params);
    EXPECT_EQ(error_code("getEvents", request_for({"*", "*", "*", "*", "*"})), invalid_params);
    EXPECT_EQ(error_code("getEvents", {{"pagination", {{"cursor", "x"}}}}), invalid_params);
    EXPECT_EQ(error_code("getEvents", {{"startLedger", 1}, {"pagination", {{"limit", 10'001}}}}),
              invalid_params);
}

TEST_F(Rpc, PagesThroughTransactions) {
    const auto alice = funded();
    send(payment(alice));
    const auto first =
        call("getTransactions", {{"startLedger", 1}, {"pagination", {{"limit", 1}}}});
    const auto second = call("getTransactions", {{"pagination", {{"cursor", first.at("cursor")}}}});
    EXPECT_EQ(first.at("transactions").as_array().size(), 1U);
    EXPECT_EQ(second.at("transactions").as_array().size(), 1U);
    EXPECT_NE(first.at("transactions").at(0).at("txHash"),
              second.at("transactions").at(0).at("txHash"));
    EXPECT_EQ(error_code("getTransactions", {{"startLedger", 1'000}}), invalid_request);
}

TEST_F(Rpc, TellsWhatInclusionCosts) {
    const auto alice = funded();
    send(payment(alice));
    const auto stats = call("getFeeStats").at("inclusionFee").as_object();
    EXPECT_EQ(stats.at("max"), "100");
    EXPECT_EQ(stats.at("p50"), "100");
    EXPECT_EQ(stats.at("transactionCount"), "2");
}

TEST_F(Rpc, RefusesABodyThatIsTooLarge) {
    const auto answer =
        client.post(network->rpc_url(), std::string(1 << 20, ' '), "application/json");
    EXPECT_TRUE(!answer || answer->status == 413);
}

TEST_F(Rpc, LetsEveryWebPageAsk) {
    const auto answer = must(client.send({.method = http::Method::get,
                                          .url = must(http::Url::parse(network->url() + "/")),
                                          .headers = {{"Origin", "http://example.org"}}}));
    EXPECT_EQ(answer.headers.find("Access-Control-Allow-Origin"), "*");
}

}  // namespace
}  // namespace carrot::network::test
