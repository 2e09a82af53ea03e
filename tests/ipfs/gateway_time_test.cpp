// A gateway over blocks that come slowly.
#include <gmock/gmock.h>

#include "gateway_fixture.hpp"
#include "http/router.hpp"

namespace carrot::ipfs::tests {
namespace {

using std::chrono::seconds;

/// Takes as long for each block.
class SlowBlocks final : public BlockSource {
public:
    SlowBlocks(const BlockSource& blocks, ManualClock& clock, seconds each)
        : blocks_(blocks), clock_(clock), each_(each) {}

    Result<Bytes> get(const Cid& cid) const override {
        clock_.advance(each_);
        return blocks_.get(cid);
    }

private:
    const BlockSource& blocks_;
    ManualClock& clock_;
    const seconds each_;
};

struct SlowGateway : testing::Test {
    TemporaryStore store;
    TemporaryDirectory folder;
    ManualClock clock{TimePoint(seconds(1'000'000))};
    SlowBlocks blocks{*store, clock, seconds(10)};

    http::Response ask(const std::string& target) {
        http::Router router;
        add_gateway_routes(router, blocks, {.reading = seconds(30)}, clock);
        http::Request request;
        request.target = target;
        return router.answer(request);
    }

    std::string add_deep() const {
        write_test_file(folder.path() / "a/b/c/d/e/f", as_bytes("x"));
        return add_directory(*store, folder.path() / "a")->cid.to_string();
    }
};

TEST_F(SlowGateway, AnswersWhatIsFoundInTime) {
    EXPECT_EQ(ask("/ipfs/" + add_deep() + "/b/").status, 200);
}

TEST_F(SlowGateway, GivesUpAPathThatTakesTooLong) {
    const auto answer = ask("/ipfs/" + add_deep() + "/b/c/d/e/f");
    EXPECT_EQ(answer.status, 504);
    EXPECT_THAT(answer.text(), testing::HasSubstr("longer than 30 s"));
}

TEST_F(SlowGateway, SendsABodyHoweverLongItTakesInAll) {
    const auto content = pseudo_random_bytes(8'000'000, 1);
    const auto answer =
        ask("/ipfs/" + add_bytes(*store, content)->cid.to_string() + "?filename=x.bin");
    ASSERT_EQ(answer.status, 200);
    const auto* body = std::get_if<http::BlockBody>(&answer.body);
    ASSERT_NE(body, nullptr);
    Bytes received, piece(100'000);
    for (;;) {
        const auto count = body->read(piece);
        ASSERT_TRUE(count) << count.error().message;
        if (*count == 0) break;
        received.insert(received.end(), piece.begin(),
                        piece.begin() + static_cast<std::ptrdiff_t>(*count));
    }
    EXPECT_EQ(received, content);
}

TEST(GatewayOverASourceWithALimit, PassesItsTimeoutOn) {
    struct Source final : BlockSource {
        Result<Bytes> get(const Cid&) const override {
            return fail(ErrorCode::timed_out, "the source took too long");
        }
    };
    const Source source;
    http::Router router;
    add_gateway_routes(router, source);
    const auto server = http::Server::start(std::move(router)).value();
    const auto cid = Cid::of(Codec::raw, as_bytes("x")).to_string();
    EXPECT_EQ(http::Client().get(server.url() + "/ipfs/" + cid)->status, 504);
}

}  // namespace
}  // namespace carrot::ipfs::tests
