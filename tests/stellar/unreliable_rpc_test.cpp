// Nodes that are busy, hang, lag behind, or answer nonsense.
#include <gmock/gmock.h>

#include "stellar/golden.hpp"
#include "stellar/scripted_network.hpp"
#include "stellar/scval.hpp"

namespace carrot::tests {

using namespace stellar;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

class UnreliableRpc : public testing::Test {
protected:
    /// Answers getHealth by these responses one after the other, then well.
    RpcClient client_of(std::vector<http::Response> responses, RpcOptions options = {}) {
        answers = std::move(responses);
        http::Router router;
        router.route(http::Method::post, "/", [this](const http::Request&) {
            ++asked;
            if (asked <= answers.size()) return answers[asked - 1];
            return http::text_response(200, healthy(1), "application/json");
        });
        server.emplace(http::Server::start(std::move(router)).value());
        options.clock = &clock;
        return {http, http::Url::parse(server->url() + "/").value(), options};
    }

    static std::string healthy(int id) {
        return fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{{"status":"healthy",)"
                           R"("latestLedger":9,"oldestLedger":1,"ledgerRetentionWindow":9}}}})",
                           id);
    }

    static http::Response busy(int status, const std::string& retry_after = "") {
        auto response = http::text_response(status, "slow down");
        if (!retry_after.empty()) response.headers.set("Retry-After", retry_after);
        return response;
    }

    std::chrono::milliseconds waited() const { return clock.since_boot() - started; }

    JumpingClock clock;
    const std::chrono::milliseconds started = clock.since_boot();
    std::vector<http::Response> answers;
    std::size_t asked = 0;
    http::Client http;
    std::optional<http::Server> server;
};

}  // namespace

TEST_F(UnreliableRpc, WaitsAsLongAsABusyServerAsks) {
    auto rpc = client_of({busy(429, "7"), busy(503, "2")});
    EXPECT_TRUE(rpc.health());
    EXPECT_EQ(waited(), 9s);
}

TEST_F(UnreliableRpc, WaitsEverLongerForAServerThatDoesNotSayHowLong) {
    auto rpc = client_of({busy(429), busy(429), busy(429, "Mon, 23 Nov 2026 00:00:00 GMT")});
    EXPECT_TRUE(rpc.health());
    EXPECT_EQ(waited(), 7s);
}

TEST_F(UnreliableRpc, DoesNotWaitForHours) {
    auto rpc = client_of({busy(429, "86400")});
    const auto health = rpc.health();
    EXPECT_EQ(health.error().code, ErrorCode::unavailable);
    EXPECT_THAT(health.error().message, HasSubstr("busy: try again in 300 s"));
    EXPECT_EQ(waited(), 0s);
}

TEST_F(UnreliableRpc, LeavesABusyServerAloneForAsLongAsItAsks) {
    auto rpc = client_of({busy(429, "120")});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(rpc.health().error().code, ErrorCode::unavailable);
    EXPECT_EQ(asked, 1U);
    clock.sleep_for(95s, {});
    EXPECT_TRUE(rpc.health());
    EXPECT_EQ(waited(), 120s);
}

TEST_F(UnreliableRpc, DoesNotLeaveAServerAloneForHours) {
    auto rpc = client_of({busy(429, "86400")});
    EXPECT_FALSE(rpc.health());
    clock.sleep_for(5min, {});
    EXPECT_TRUE(rpc.health());
}

TEST_F(UnreliableRpc, EndsItsPatience) {
    auto rpc = client_of(std::vector<http::Response>(99, busy(503, "4")), {.busy_patience = 10s});
    EXPECT_EQ(rpc.health().error().code, ErrorCode::unavailable);
    EXPECT_EQ(waited(), 8s);
    EXPECT_EQ(asked, 3U);
}

TEST_F(UnreliableRpc, StopsWaitingForABusyServerOnRequest) {
    auto rpc = client_of({busy(429, "7")});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(rpc.health(stop.get_token()).error().code, ErrorCode::cancelled);
}

TEST_F(UnreliableRpc, RefusesTheAnswerToAnotherCall) {
    auto rpc = client_of({http::text_response(200, healthy(2), "application/json")});
    EXPECT_EQ(rpc.health().error().code, ErrorCode::corrupt_data);
    EXPECT_TRUE(rpc.health());
}

TEST_F(UnreliableRpc, GivesUpOnANodeThatHangs) {
    http::Router router;
    router.route(http::Method::post, "/", [](const http::Request&) {
        return event_response(std::make_shared<http::EventStream>());
    });
    const auto hanging = http::Server::start(std::move(router)).value();
    RpcClient rpc(http, http::Url::parse(hanging.url() + "/").value(), {.timeout = 50ms});
    EXPECT_EQ(rpc.health().error().code, ErrorCode::timed_out);
}

namespace {

class LaggingRpc : public testing::Test {
protected:
    Result<LatestLedger> latest(std::uint32_t sequence) {
        fake.on("getLatestLedger",
                boost::json::object{
                    {"id", std::string(64, 'a')}, {"protocolVersion", 28}, {"sequence", sequence}});
        return rpc.latest_ledger();
    }

    FakeRpc fake;
    http::Client http;
    JumpingClock clock;
    RpcClient rpc{http, http::Url::parse(fake.url() + "/rpc").value(), {.clock = &clock}};
};

}  // namespace

TEST_F(LaggingRpc, RefusesAnswersOlderThanThoseBefore) {
    EXPECT_TRUE(latest(100));
    EXPECT_TRUE(latest(95));
    const auto lagging = latest(94);
    EXPECT_EQ(lagging.error().code, ErrorCode::unavailable);
    EXPECT_THAT(lagging.error().message, HasSubstr("ledger 94, but ledger 100 was told of"));
    EXPECT_TRUE(latest(101));
}

TEST_F(LaggingRpc, RefusesThemFromEveryMethod) {
    EXPECT_TRUE(latest(100));
    fake.on("getTransaction", boost::json::object{{"status", "NOT_FOUND"}, {"latestLedger", 3}});
    EXPECT_EQ(rpc.transaction(Hash{}).error().code, ErrorCode::unavailable);
    fake.on("simulateTransaction", boost::json::object{{"error", "x"}, {"latestLedger", 3}});
    EXPECT_EQ(rpc.simulate(xdr::TransactionEnvelope{}).error().code, ErrorCode::unavailable);
}

TEST_F(LaggingRpc, IsBelievedWhenAnotherAnswerOvertookItsOwn) {
    EXPECT_TRUE(latest(100));
    fake.on("getTransaction", [this](const boost::json::object&) {
        EXPECT_TRUE(latest(120));  // while this answer is on its way
        return boost::json::object{{"status", "NOT_FOUND"}, {"latestLedger", 101}};
    });
    EXPECT_TRUE(rpc.transaction(Hash{}));
    EXPECT_EQ(latest(101).error().code, ErrorCode::unavailable);
}

TEST_F(LaggingRpc, IsNotHeldByALedgerThatNobodyConfirms) {
    EXPECT_TRUE(latest(4'000'000'000));
    EXPECT_FALSE(latest(100));
    clock.sleep_for(2min, {});
    EXPECT_TRUE(latest(100));
    EXPECT_TRUE(latest(101));
}

namespace {

class OtherNetwork : public testing::Test {
protected:
    static xdr::Operation claim() {
        return invoke_contract(ContractId{{3}}, "claim_job", {to_scval(std::uint32_t{1})});
    }
    long asked() { return std::ranges::count(network.rpc.calls(), "getNetwork"); }
    ScriptedNetwork network;
};

}  // namespace

TEST_F(OtherNetwork, GetsNoSignature) {
    network.passphrase = "Public Global Stellar Network ; September 2015";
    const auto outcome = network.caller.call(alice(), claim());
    EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
    EXPECT_THAT(outcome.error().message, HasSubstr("nothing was signed"));
    EXPECT_THAT(outcome.error().message, HasSubstr("Public Global Stellar Network"));
    EXPECT_TRUE(network.sent().empty());
}

TEST_F(OtherNetwork, IsNotBelievedForEver) {
    const auto truth = std::exchange(network.passphrase, "Another Network ; 2015");
    ASSERT_FALSE(network.caller.call(alice(), claim()));
    network.passphrase = truth;
    EXPECT_TRUE(network.caller.call(alice(), claim()));
}

TEST_F(OtherNetwork, IsLookedForOnce) {
    ASSERT_TRUE(network.caller.call(alice(), claim()));
    ASSERT_TRUE(network.caller.call(alice(), claim()));
    EXPECT_EQ(asked(), 1);
}

namespace {

class OutdatedFootprint : public OtherNetwork {
protected:
    void fails_with(const xdr::InvokeHostFunctionResult& result) {
        network.ends_transactions_with(
            {.result = xdr::TransactionResultResult::tx_failed({xdr::OperationResult::tr(
                 xdr::OperationResultTr::invoke_host_function_result(result))})},
            xdr::TransactionMeta::v4({}));
    }
};

}  // namespace

TEST_F(OutdatedFootprint, IsSimulatedAnew) {
    fails_with(xdr::InvokeHostFunctionResult::trapped());
    int sent = 0;
    const auto outcome = network.caller.call(
        alice(), claim(), {.on_progress = [&](const CallProgress& progress) {
            if (progress.step == CallStep::sent && ++sent == 2)
                network.ends_transactions_with(success(), meta_with(xdr::ScVal::void_()));
        }});
    EXPECT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(network.sent().size(), 2U);
}

TEST_F(OutdatedFootprint, IsSimulatedAnewABoundedNumberOfTimes) {
    fails_with(xdr::InvokeHostFunctionResult::entry_archived());
    EXPECT_EQ(network.caller.call(alice(), claim()).error().code, ErrorCode::failed_precondition);
    EXPECT_EQ(network.sent().size(), 4U);
}

TEST_F(OutdatedFootprint, IsNotWhatARefusalOfTheContractIs) {
    fails_with(xdr::InvokeHostFunctionResult::malformed());
    EXPECT_EQ(network.caller.call(alice(), claim()).error().code, ErrorCode::failed_precondition);
    EXPECT_EQ(network.sent().size(), 1U);
}

}  // namespace carrot::tests
