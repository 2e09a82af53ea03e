#include "http/json_rpc.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http/server.hpp"

namespace carrot::http {

struct SumParameters {
    int a = 0;
    std::optional<int> b;
};
BOOST_DESCRIBE_STRUCT(SumParameters, (), (a, b))

struct NoParameters {};
BOOST_DESCRIBE_STRUCT(NoParameters, (), ())

struct Sum {
    int sum = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (sum))

namespace {

JsonRpcServer make_rpc() {
    JsonRpcServer rpc;
    rpc.typed_method<SumParameters>("add", [](const SumParameters& parameters) -> Result<Sum> {
        if (parameters.a == 13) return fail(ErrorCode::not_found, "no 13 here");
        return Sum{parameters.a + parameters.b.value_or(0)};
    });
    rpc.typed_method<NoParameters>("zero",
                                   [](const NoParameters&) -> Result<Sum> { return Sum{}; });
    rpc.method("throw",
               [](const json::value&) -> JsonRpcAnswer { throw std::runtime_error("secret"); });
    rpc.method("refuse", [](const json::value&) -> JsonRpcAnswer {
        return std::unexpected(
            JsonRpcError{.code = -32600, .message = "m", .data = json::value(1)});
    });
    return rpc;
}

TEST(JsonRpcServer, AnswersATypedCall) {
    EXPECT_EQ(
        make_rpc().answer(R"({"jsonrpc":"2.0","id":8,"method":"add","params":{"a":1,"b":2}})"),
        R"({"jsonrpc":"2.0","id":8,"result":{"sum":3}})");
}

TEST(JsonRpcServer, TakesParametersThatAreNullOrMissing) {
    const auto expected = R"({"jsonrpc":"2.0","id":"x","result":{"sum":0}})";
    EXPECT_EQ(make_rpc().answer(R"({"jsonrpc":"2.0","id":"x","method":"zero"})"), expected);
    EXPECT_EQ(make_rpc().answer(R"({"jsonrpc":"2.0","id":"x","method":"zero","params":null})"),
              expected);
}

TEST(JsonRpcServer, UsesTheStandardCodes) {
    const auto code_of = [](std::string_view body) {
        const auto answer = parse_json(make_rpc().answer(body)).value();
        return answer.at("error").at("code").as_int64();
    };
    EXPECT_EQ(code_of("{"), -32700);
    EXPECT_EQ(code_of("3"), -32600);
    EXPECT_EQ(code_of("[]"), -32600);
    EXPECT_EQ(code_of(R"({"id":1,"method":"add"})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":7})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":{},"method":"add"})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"add","params":3})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"none"})"), -32601);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"add","params":{}})"), -32602);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"add","params":{"a":13}})"), -32000);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"throw"})"), -32603);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"refuse"})"), -32600);
}

TEST(JsonRpcServer, KeepsExceptionsToItself) {
    EXPECT_EQ(make_rpc().answer(R"({"jsonrpc":"2.0","id":1,"method":"throw"})").find("secret"),
              std::string::npos);
}

TEST(JsonRpcServer, AnswersBatchesButNotNotifications) {
    EXPECT_EQ(make_rpc().answer(R"([{"jsonrpc":"2.0","id":1,"method":"zero"},)"
                                R"({"jsonrpc":"2.0","method":"zero"}])"),
              R"([{"jsonrpc":"2.0","id":1,"result":{"sum":0}}])");
    EXPECT_EQ(make_rpc().answer(R"({"jsonrpc":"2.0","method":"zero"})"), "");
}

class JsonRpcOverHttp : public ::testing::Test {
protected:
    static Router make_router() {
        Router router;
        router.route(Method::post, "/rpc", make_rpc().handler());
        router.route(Method::post, "/broken",
                     [](const Request&) { return text_response(502, "no upstream"); });
        router.route(Method::post, "/other",
                     [](const Request&) { return text_response(200, "{}"); });
        return router;
    }

    Server server = Server::start(make_router()).value();
    Client client;
    JsonRpcClient rpc_at(std::string_view path) {
        return {client, Url::parse(server.url())->at(path)};
    }
};

TEST_F(JsonRpcOverHttp, CallsWithDescribedStructs) {
    auto rpc = rpc_at("/rpc");
    EXPECT_EQ(rpc.call<Sum>("add", SumParameters{.a = 2, .b = 3})->sum, 5);
    EXPECT_EQ(rpc.call("zero", nullptr).value().at("sum"), 0);
}

TEST_F(JsonRpcOverHttp, TurnsServerErrorsIntoErrors) {
    auto rpc = rpc_at("/rpc");
    const auto missing = rpc.call<Sum>("add", SumParameters{.a = 13, .b = {}});
    EXPECT_EQ(missing.error().code, ErrorCode::failed_precondition);
    EXPECT_TRUE(missing.error().message.ends_with("no 13 here")) << missing.error().message;
    EXPECT_EQ(rpc.call("refuse", nullptr).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(rpc.call("throw", nullptr).error().code, ErrorCode::unavailable);
}

TEST_F(JsonRpcOverHttp, NamesAnswersThatAreNotJsonRpc) {
    const auto broken = rpc_at("/broken").call("zero", nullptr);
    EXPECT_EQ(broken.error().code, ErrorCode::unavailable);
    EXPECT_EQ(broken.error().message, "zero: 502 Bad Gateway: no upstream");
    EXPECT_EQ(rpc_at("/other").call("zero", nullptr).error().code, ErrorCode::corrupt_data);
}

}  // namespace
}  // namespace carrot::http
