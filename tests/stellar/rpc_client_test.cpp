#include "stellar/rpc_client.hpp"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "stellar/fake_rpc.hpp"
#include "stellar/golden.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"

namespace carrot::tests {

using namespace stellar;
namespace json = boost::json;
using testing::HasSubstr;

namespace {

template <class T>
json::string base64(const T& value) {
    return json::string(xdr::encode_base64(value).value());
}

const std::string some_hash(64, 'a');

class RpcClientTest : public testing::Test {
protected:
    FakeRpc rpc;
};

json::object found_transaction() {
    return {{"status", "SUCCESS"},
            {"txHash", some_hash},
            {"latestLedger", 20},
            {"latestLedgerCloseTime", "1700000100"},
            {"oldestLedger", 1},
            {"oldestLedgerCloseTime", "1700000000"},
            {"ledger", 17},
            {"createdAt", "1700000050"},
            {"applicationOrder", 1},
            {"feeBump", false},
            {"envelopeXdr", json::string(golden("invocation.envelope"))},
            {"resultXdr", base64(xdr::TransactionResult{.fee_charged = 321})},
            {"resultMetaXdr", base64(xdr::TransactionMeta::v4({}))},
            {"diagnosticEventsXdr", json::array{base64(xdr::DiagnosticEvent{})}}};
}

}  // namespace

TEST_F(RpcClientTest, ReadsHealthNetworkVersionAndLatestLedger) {
    rpc.on("getHealth", json::object{{"status", "healthy"},
                                     {"latestLedger", 20},
                                     {"latestLedgerCloseTime", 1700000100},
                                     {"oldestLedger", 1},
                                     {"ledgerRetentionWindow", 17280}});
    rpc.on("getNetwork", json::object{{"passphrase", "p"}, {"protocolVersion", 28}});
    rpc.on("getVersionInfo", json::object{{"version", "1"},
                                          {"commitHash", "abc"},
                                          {"buildTimestamp", "now"},
                                          {"captiveCoreVersion", ""},
                                          {"protocolVersion", 28}});
    rpc.on("getLatestLedger", json::object{{"id", some_hash},
                                           {"protocolVersion", "28"},
                                           {"sequence", 20},
                                           {"closeTime", "1700000100"}});
    EXPECT_EQ(rpc.client().health().value().ledger_retention_window, 17280U);
    EXPECT_EQ(rpc.client().network().value().friendbot_url, std::nullopt);
    EXPECT_EQ(rpc.client().version().value().protocol_version, 28U);
    const auto latest = rpc.client().latest_ledger().value();
    EXPECT_EQ(latest.sequence, 20U);
    EXPECT_EQ(latest.protocol_version, 28U);
    EXPECT_EQ(latest.close_time, 1700000100U);
}

TEST_F(RpcClientTest, ReadsAnAccountFromItsLedgerEntry) {
    const auto key = xdr::LedgerKey::account({.account_id = alice().account().to_xdr()});
    const auto entry = xdr::LedgerEntryData::account(
        {.account_id = alice().account().to_xdr(), .balance = 70, .seq_num = 41});
    rpc.on("getLedgerEntries",
           json::object{{"entries", json::array{json::object{{"key", base64(key)},
                                                             {"xdr", base64(entry)},
                                                             {"lastModifiedLedgerSeq", 9}}}},
                        {"latestLedger", 20}});
    const auto account = rpc.client().account(alice().account());
    ASSERT_TRUE(account) << account.error().message;
    EXPECT_EQ(account->sequence, 41);
    EXPECT_EQ(account->balance_stroops, 70);
    EXPECT_EQ(rpc.params_of("getLedgerEntries").at("keys"), json::value(json::array{base64(key)}));
}

TEST_F(RpcClientTest, SaysThatAnAccountDoesNotExist) {
    rpc.on("getLedgerEntries", json::object{{"entries", nullptr}, {"latestLedger", 20}});
    const auto account = rpc.client().account(alice().account());
    EXPECT_EQ(account.error().code, ErrorCode::not_found);
    EXPECT_THAT(account.error().message, HasSubstr(golden("alice.account")));
}

TEST_F(RpcClientTest, AsksForAtMostTwoHundredEntries) {
    EXPECT_EQ(rpc.client().ledger_entries(std::vector<xdr::LedgerKey>(201)).error().code,
              ErrorCode::invalid_argument);
}

TEST_F(RpcClientTest, ReadsASimulation) {
    xdr::SorobanTransactionData data{.resources = {.instructions = 5}, .resource_fee = 90};
    rpc.on("simulateTransaction",
           json::object{
               {"transactionData", base64(data)},
               {"minResourceFee", "90"},
               {"events", json::array{}},
               {"results", json::array{json::object{
                               {"auth", json::array{base64(xdr::SorobanAuthorizationEntry{})}},
                               {"xdr", base64(to_scval(std::uint32_t{7}))}}}},
               {"latestLedger", 20}});
    const auto simulation = rpc.client().simulate(
        {}, {.authorization = AuthorizationMode::enforce, .instruction_leeway = 1000});
    ASSERT_TRUE(simulation) << simulation.error().message;
    EXPECT_EQ(simulation->transaction_data, data);
    EXPECT_EQ(simulation->min_resource_fee, 90);
    EXPECT_EQ(simulation->authorizations.size(), 1U);
    EXPECT_EQ(simulation->return_value, to_scval(std::uint32_t{7}));
    EXPECT_FALSE(simulation->restore);
    const auto params = rpc.params_of("simulateTransaction");
    EXPECT_EQ(params.at("authMode"), json::value("enforce"));
    EXPECT_EQ(params.at("resourceConfig"), json::value(json::object{{"instructionLeeway", 1000}}));
}

TEST_F(RpcClientTest, ReadsWhyASimulationFailed) {
    rpc.on("simulateTransaction",
           json::object{{"error", "HostError: Error(Contract, #3)"}, {"latestLedger", 20}});
    EXPECT_EQ(rpc.client().simulate({}).value().error, "HostError: Error(Contract, #3)");
}

TEST_F(RpcClientTest, ReadsTheAnswersToASentTransaction) {
    json::object answer{{"status", "ERROR"},
                        {"hash", some_hash},
                        {"latestLedger", 20},
                        {"latestLedgerCloseTime", "1700000100"},
                        {"errorResultXdr", base64(xdr::TransactionResult{})}};
    rpc.on("sendTransaction", answer);
    const auto refused = rpc.client().send({});
    ASSERT_TRUE(refused) << refused.error().message;
    EXPECT_EQ(refused->status, SendStatus::error);
    EXPECT_EQ(refused->error_result, xdr::TransactionResult{});
    EXPECT_EQ(to_hex(refused->hash), some_hash);

    answer["status"] = "PENDING";
    answer.erase("errorResultXdr");
    rpc.on("sendTransaction", answer);
    EXPECT_EQ(rpc.client().send({}).value().status, SendStatus::pending);
    answer["status"] = "PERHAPS";
    rpc.on("sendTransaction", answer);
    EXPECT_EQ(rpc.client().send({}).error().code, ErrorCode::corrupt_data);
}

TEST_F(RpcClientTest, ReadsATransaction) {
    rpc.on("getTransaction", found_transaction());
    const auto record = rpc.client().transaction(Hash{1});
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->status, TransactionStatus::success);
    EXPECT_EQ(record->ledger, 17U);
    EXPECT_EQ(record->created_at, 1700000050U);
    EXPECT_EQ(record->result->fee_charged, 321);
    EXPECT_EQ(record->diagnostic_events.size(), 1U);
    EXPECT_EQ(xdr::encode_base64(*record->envelope).value(), golden("invocation.envelope"));
}

TEST_F(RpcClientTest, ReadsThatATransactionIsUnknown) {
    rpc.on("getTransaction", json::object{{"status", "NOT_FOUND"},
                                          {"latestLedger", 20},
                                          {"latestLedgerCloseTime", "1700000100"},
                                          {"oldestLedger", 1},
                                          {"oldestLedgerCloseTime", "1700000000"}});
    const auto record = rpc.client().transaction(Hash{1}).value();
    EXPECT_EQ(record.status, TransactionStatus::not_found);
    EXPECT_EQ(record.latest_ledger_close_time, 1700000100U);
    EXPECT_EQ(record.hash, Hash{1});
}

TEST_F(RpcClientTest, ReadsPagesOfTransactions) {
    auto transaction = found_transaction();
    transaction["createdAt"] = 1700000050;  // a number here, text in getTransaction
    rpc.on("getTransactions", json::object{{"transactions", json::array{transaction}},
                                           {"latestLedger", 20},
                                           {"cursor", "123"}});
    const auto page = rpc.client().transactions(5, {.limit = 10});
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->transactions.front().created_at, 1700000050U);
    EXPECT_EQ(page->cursor, "123");
    EXPECT_EQ(rpc.params_of("getTransactions").at("startLedger"), json::value(5));
}

TEST_F(RpcClientTest, ReadsEventsByContractAndTopic) {
    const auto topic = to_scval(Symbol{"job_posted"});
    rpc.on("getEvents",
           json::object{{"events", json::array{json::object{
                                       {"type", "contract"},
                                       {"ledger", 17},
                                       {"ledgerClosedAt", "2026-11-22T21:00:00Z"},
                                       {"contractId", json::string(golden("strkey.contract"))},
                                       {"id", "0000000073014444032-0000000001"},
                                       {"operationIndex", 0},
                                       {"transactionIndex", 1},
                                       {"txHash", some_hash},
                                       {"topic", json::array{base64(topic)}},
                                       {"value", base64(to_scval(true))}}}},
                        {"cursor", "next"},
                        {"latestLedger", 20},
                        {"oldestLedger", 1}});
    const auto contract = ContractId::parse(golden("strkey.contract")).value();
    const auto page = rpc.client().events(
        {.start_ledger = 10,
         .filters = {{.contracts = {contract}, .topics = {{topic_segment(topic).value(), "**"}}}},
         .limit = 50});
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->cursor, "next");
    ASSERT_EQ(page->events.size(), 1U);
    EXPECT_EQ(page->events[0].contract, contract);
    EXPECT_EQ(page->events[0].topics, std::vector{topic});
    EXPECT_EQ(page->events[0].value, to_scval(true));
    EXPECT_EQ(json::serialize(rpc.params_of("getEvents").at("filters")),
              "[{\"type\":\"contract\",\"contractIds\":[\"" + golden("strkey.contract") +
                  "\"],\"topics\":[[\"" + topic_segment(topic).value() + "\",\"**\"]]}]");
}

TEST_F(RpcClientTest, ReadsFees) {
    const json::object fees{{"max", "200"}, {"min", "100"},      {"mode", "100"},
                            {"p50", "100"}, {"p90", "150"},      {"p99", "200"},
                            {"p10", "100"}, {"ledgerCount", 10}, {"transactionCount", "5"}};
    rpc.on(
        "getFeeStats",
        json::object{{"sorobanInclusionFee", fees}, {"inclusionFee", fees}, {"latestLedger", 20}});
    const auto stats = rpc.client().fee_stats();
    ASSERT_TRUE(stats) << stats.error().message;
    EXPECT_EQ(stats->soroban_inclusion_fee.p90, 150U);
}

TEST_F(RpcClientTest, NamesMethodAndServerInErrors) {
    rpc.on("getHealth", [](const json::object&) -> json::value {
        throw FakeRpc::Refusal{-32602, "invalid parameters"};
    });
    const auto health = rpc.client().health();
    EXPECT_EQ(health.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(health.error().message, HasSubstr("getHealth at 127.0.0.1:"));
    EXPECT_THAT(health.error().message, HasSubstr("invalid parameters"));
}

TEST_F(RpcClientTest, CallsAnAnswerThatDoesNotFitCorrupt) {
    for (const json::value& answer :
         {json::value(nullptr), json::value("x"), json::value(json::object{{"status", 5}}),
          json::value(json::object{{"status", "healthy"}, {"latestLedger", -1}})}) {
        rpc.on("getHealth", answer);
        const auto health = rpc.client().health();
        ASSERT_FALSE(health);
        EXPECT_EQ(health.error().code, ErrorCode::corrupt_data) << health.error().message;
    }
    auto transaction = found_transaction();
    transaction["resultXdr"] = "AAAA";
    rpc.on("getTransaction", transaction);
    const auto record = rpc.client().transaction(Hash{1});
    EXPECT_EQ(record.error().code, ErrorCode::corrupt_data);
    EXPECT_THAT(record.error().message, HasSubstr("resultXdr"));
}

TEST(RpcClientWithoutServer, IsUnavailable) {
    http::Client http;
    const std::string url = FakeRpc().url();  // a port that nobody listens on any more
    RpcClient rpc(http, http::Url::parse(url).value());
    EXPECT_EQ(rpc.health().error().code, ErrorCode::unavailable);
}

class FriendbotTest : public RpcClientTest {
protected:
    FriendbotTest() {
        rpc.on("getNetwork", json::object{{"friendbotUrl", rpc.url() + "/friendbot"},
                                          {"passphrase", "p"},
                                          {"protocolVersion", 28}});
    }
};

TEST_F(FriendbotTest, FundsTheAccountItIsAskedFor) {
    std::string funded;
    rpc.on_friendbot([&](const std::string& address) {
        funded = address;
        return http::text_response(200, "{\"hash\":\"" + some_hash + "\"}", "application/json");
    });
    ASSERT_TRUE(rpc.client().fund(alice().account()));
    EXPECT_EQ(funded, golden("alice.account"));
}

TEST_F(FriendbotTest, IsContentWithAFundedAccount) {
    rpc.on_friendbot([](const std::string&) {
        return http::text_response(
            400, R"({"detail":"account already funded to starting balance","status":400})",
            "application/problem+json");
    });
    EXPECT_TRUE(rpc.client().fund(alice().account()));
}

TEST_F(FriendbotTest, SaysThatANetworkHasNone) {
    rpc.on("getNetwork", json::object{{"passphrase", "p"}, {"protocolVersion", 28}});
    const auto funded = rpc.client().fund(alice().account());
    EXPECT_EQ(funded.error().code, ErrorCode::failed_precondition);
}

}  // namespace carrot::tests
