// Blocks from several gateways at once: our own gateway, which is real, beside ones that lie, are
// slow, busy or dead.
#include "ipfs/gateway_blocks.hpp"

#include <gmock/gmock.h>

#include "content.hpp"
#include "ipfs/gateway.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::HasSubstr;

/// Carrot's own gateway over a store.
struct TrueGateway {
    TemporaryStore store;
    Bytes content = pseudo_random_bytes(3'000'000, 7);
    Cid root = add_bytes(*store, content).value().cid;
    http::Server server = start();

    http::Server start() {
        http::Router router;
        add_gateway_routes(router, *store);
        return http::Server::start(std::move(router)).value();
    }
};

struct Gateways : testing::Test {
    TrueGateway ours;
    RecordedServer other;
    HastyClock clock;
    http::Client client;
    const Cid block = Cid::of(Codec::raw, as_bytes("block"));

    std::unique_ptr<BlockSource> connect(std::vector<std::string> urls, std::stop_token stop = {}) {
        return connect(std::move(urls), clock, std::move(stop));
    }
    std::unique_ptr<BlockSource> connect(std::vector<std::string> urls, Clock& by,
                                         std::stop_token stop = {}) {
        GatewayOptions options{.urls = std::move(urls)};
        options.time_limit = std::chrono::seconds(5);
        return connect_gateways(client, options, std::move(stop), by).value();
    }
    std::string path_of(const Cid& cid) const { return "GET /ipfs/" + cid.to_string(); }
    std::size_t asked(const Cid& cid) const { return other.requests(path_of(cid)).size(); }
    Error failed_get(const BlockSource& blocks, const Cid& cid) {
        const auto got = blocks.get(cid);
        EXPECT_FALSE(got);
        return got ? Error{} : got.error();
    }
};

TEST_F(Gateways, AWholeFileComesFromAGatewayThatSpeaksTheTrustlessProtocol) {
    const auto blocks = connect({ours.server.url()});
    EXPECT_EQ(read_content(*blocks, ours.root, 4'000'000).value(), ours.content);
}

TEST_F(Gateways, RawBlocksAreAskedFor) {
    other.answer(path_of(block), {http::text_response(200, "block")});
    EXPECT_EQ(connect({other.url()})->get(block).value(), bytes_of("block"));
    const auto request = other.requests(path_of(block)).at(0);
    EXPECT_EQ(request.query_parameter("format"), "raw");
    EXPECT_EQ(request.headers.find("Accept"), "application/vnd.ipld.raw");
}

TEST_F(Gateways, OneThatLiesIsDroppedAndTheOthersAreAsked) {
    other.answer(path_of(ours.root), {http::text_response(200, "lies")});
    ManualClock still{TimePoint()};  // the liar's head start lasts until it has answered
    const auto blocks = connect({other.url(), ours.server.url()}, still);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(blocks->get(ours.root));
    EXPECT_EQ(asked(ours.root), 1U);
}

TEST_F(Gateways, WhereAllLieTheErrorNamesThem) {
    other.answer(path_of(block), {http::text_response(200, "lies")});
    const auto blocks = connect({other.url()});
    auto error = failed_get(*blocks, block);
    EXPECT_EQ(error.code, ErrorCode::corrupt_data);
    EXPECT_THAT(error.message, HasSubstr(other.url() + ": the bytes don't match the CID"));
    error = failed_get(*blocks, block);
    EXPECT_THAT(error.message, HasSubstr("every gateway has sent bytes"));
    EXPECT_EQ(asked(block), 1U);
}

TEST_F(Gateways, ASlowOneIsOvertaken) {
    other.never_answer(path_of(ours.root));
    const auto blocks = connect({other.url(), ours.server.url()});
    EXPECT_TRUE(blocks->get(ours.root));
    EXPECT_TRUE(blocks->get(ours.root)) << "the winner is asked first now";
}

TEST_F(Gateways, ADeadOneIsNoObstacle) {
    const auto dead = other.url();
    other.stop();
    EXPECT_EQ(read_content(*connect({dead, ours.server.url()}), ours.root, 4'000'000).value(),
              ours.content);
    const auto error = failed_get(*connect({dead}), block);
    EXPECT_EQ(error.code, ErrorCode::unavailable);
}

TEST_F(Gateways, ABlockThatNoneHasIsNotFound) {
    const auto error = failed_get(*connect({ours.server.url(), other.url()}), block);
    EXPECT_EQ(error.code, ErrorCode::not_found);
    EXPECT_THAT(error.message, HasSubstr("from " + ours.server.url()));
    EXPECT_THAT(error.message, HasSubstr("from " + other.url()));
}

TEST_F(Gateways, BusyOnesAreAskedAgainAfterAPause) {
    other.answer(path_of(block),
                 {http::text_response(429, "slow down"), http::text_response(503, "busy"),
                  http::text_response(200, "block")});
    EXPECT_TRUE(connect({other.url()})->get(block));
    EXPECT_EQ(asked(block), 3U);
}

TEST_F(Gateways, ABlockThatIsTooLongIsCutOff) {
    other.answer(path_of(block), {http::text_response(200, std::string((2 << 20) + 1, 'x'))});
    EXPECT_EQ(failed_get(*connect({other.url()}), block).code, ErrorCode::resource_exhausted);
}

TEST_F(Gateways, AnAnswerThatIsCutIsNoBlock) {
    other.answer(path_of(ours.root), {RecordedServer::cut()});
    EXPECT_TRUE(connect({other.url(), ours.server.url()})->get(ours.root));
}

TEST_F(Gateways, AStopEndsTheWait) {
    other.never_answer(path_of(block));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(failed_get(*connect({other.url()}, stop.get_token()), block).code,
              ErrorCode::cancelled);
}

TEST_F(Gateways, AListWithoutUrlsIsRefused) {
    EXPECT_FALSE(connect_gateways(client, {.urls = {}}, {}));
    EXPECT_FALSE(connect_gateways(client, {.urls = {"gopher://x"}}, {}));
}

}  // namespace
}  // namespace carrot::ipfs::tests
