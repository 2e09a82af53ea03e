// The trustless part of the gateway (specs.ipfs.tech/http-gateways/trustless-gateway).
#include <gmock/gmock.h>

#include "gateway_fixture.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/wire.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* car_type = "application/vnd.ipld.car";

// The blocks of a CAR in their order, each checked against its CID.
std::vector<Cid> blocks_of(const std::string& car) {
    BytesView rest = as_bytes(car);
    const auto header_size = take_varint(rest);
    if (!header_size || !take_bytes(rest, *header_size)) return {};
    std::vector<Cid> cids;
    while (!rest.empty()) {
        auto section = take_bytes(rest, take_varint(rest).value()).value();
        cids.push_back(Cid::decode_prefix(section).value());
        EXPECT_TRUE(cids.back().names(section));
    }
    return cids;
}

struct Trustless : Gateway {
    Bytes content = pseudo_random_bytes(3'000'000, 1);
    Cid tree =
        Cid::parse(add_tree({{"sub/large", std::string(as_text(content))}, {"sub/small", "small"}}))
            .value();
    Cid sub = resolve(*store, {tree, {"sub"}})->cid;
    Cid large = resolve(*store, {tree, {"sub", "large"}})->cid;
    Cid small = resolve(*store, {tree, {"sub", "small"}})->cid;

    Cid leaf(std::size_t index) const {
        const auto rest = BytesView(content).subspan(index << 20);
        return Cid::of(Codec::raw, rest.first(std::min<std::size_t>(rest.size(), 1 << 20)));
    }
    std::string path(const std::string& below = "") const {
        return "/ipfs/" + tree.to_string() + below;
    }
};

TEST_F(Trustless, ServesRawBlocksToThoseWhoCheckThem) {
    const auto cid = add_tree({{"x", "x"}});
    for (const auto& answer : {ask("/ipfs/" + cid + "?format=raw"),
                               ask("/ipfs/" + cid, {{"Accept", "application/vnd.ipld.raw"}})}) {
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(Cid::parse(cid)->names(as_bytes(answer.body)));
        EXPECT_EQ(answer.header("Content-Type"), "application/vnd.ipld.raw");
        EXPECT_EQ(answer.header("ETag"), "\"" + cid + ".raw\"");
    }
}

TEST_F(Trustless, ServesATreeAsACarDepthFirst) {
    for (const auto& answer : {ask(path("?format=car")), ask(path(), {{"Accept", car_type}})}) {
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("Content-Type"),
                  "application/vnd.ipld.car; version=1; order=dfs; dups=n");
        EXPECT_EQ(answer.header("Content-Disposition"),
                  "attachment; filename=\"" + tree.to_string() + ".car\"");
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("X-Ipfs-Roots"), tree.to_string());
        EXPECT_THAT(blocks_of(answer.body),
                    ElementsAre(tree, sub, large, leaf(0), leaf(1), leaf(2), small));
    }
}

TEST_F(Trustless, PutsTheBlocksOfThePathFirst) {
    EXPECT_THAT(blocks_of(ask(path("/sub/small?format=car")).body), ElementsAre(tree, sub, small));
}

TEST_F(Trustless, LimitsACarToTheScope) {
    const auto of = [&](const std::string& target) { return blocks_of(ask(target).body); };
    EXPECT_THAT(of(path("/sub?format=car&dag-scope=block")), ElementsAre(tree, sub));
    EXPECT_THAT(of(path("/sub?format=car&dag-scope=entity")), ElementsAre(tree, sub));
    EXPECT_THAT(of(path("/sub/large?format=car&dag-scope=block")), ElementsAre(tree, sub, large));
    EXPECT_THAT(of(path("/sub/large?format=car&dag-scope=entity")),
                ElementsAre(tree, sub, large, leaf(0), leaf(1), leaf(2)));
    EXPECT_EQ(ask(path("?format=car&dag-scope=some")).status, 400);
}

TEST_F(Trustless, LimitsACarToTheBytesOfAFile) {
    const auto of = [&](const std::string& bytes) {
        return blocks_of(
            ask("/ipfs/" + large.to_string() + "?format=car&entity-bytes=" + bytes).body);
    };
    EXPECT_THAT(of("0:*"), ElementsAre(large, leaf(0), leaf(1), leaf(2)));
    EXPECT_THAT(of("0:0"), ElementsAre(large, leaf(0)));
    EXPECT_THAT(of("1048575:1048576"), ElementsAre(large, leaf(0), leaf(1)));
    EXPECT_THAT(of("-1:*"), ElementsAre(large, leaf(2)));
    EXPECT_THAT(of("2097152:9999999"), ElementsAre(large, leaf(2)));
    EXPECT_THAT(of("10:-2000000"), ElementsAre(large, leaf(0)));
    EXPECT_THAT(of("-9999999:0"), ElementsAre(large, leaf(0)));
}

TEST_F(Trustless, RefusesBytesThatAreNoneOfTheFile) {
    for (const std::string bytes : {"3000000:*", "5:2", "a:b", "1", ":", "1:2:3", "*:1", "-1:-2"})
        EXPECT_EQ(ask("/ipfs/" + large.to_string() + "?format=car&entity-bytes=" + bytes).status,
                  400)
            << bytes;
}

TEST_F(Trustless, IgnoresBytesOfADirectory) {
    EXPECT_THAT(blocks_of(ask(path("?format=car&entity-bytes=0:10")).body), ElementsAre(tree));
}

TEST_F(Trustless, RepeatsBlocksWhereAsked) {
    const Bytes zeros(3 << 20);
    const auto file = Cid::parse(add(zeros)).value();
    const auto zero = Cid::of(Codec::raw, BytesView(zeros).first(1 << 20));
    const auto once = ask("/ipfs/" + file.to_string() + "?format=car");
    EXPECT_THAT(blocks_of(once.body), ElementsAre(file, zero));
    for (const auto& answer :
         {ask("/ipfs/" + file.to_string() + "?format=car&car-dups=y"),
          ask("/ipfs/" + file.to_string(), {{"Accept", "application/vnd.ipld.car; dups=y"}})}) {
        EXPECT_THAT(answer.header("Content-Type"), HasSubstr("dups=y"));
        EXPECT_THAT(blocks_of(answer.body), ElementsAre(file, zero, zero, zero));
        EXPECT_NE(answer.header("ETag"), once.header("ETag"));
    }
}

TEST_F(Trustless, TakesTheMostWantedFormThatItHas) {
    const auto type = [&](const std::string& accept) {
        return ask("/ipfs/" + small.to_string(), {{"Accept", accept}}).header("Content-Type");
    };
    EXPECT_THAT(type("application/vnd.ipld.car;order=x, application/vnd.ipld.car;q=0.5"),
                StartsWith(car_type));
    EXPECT_EQ(type("application/vnd.ipld.car;q=0.5, application/vnd.ipld.raw"),
              "application/vnd.ipld.raw");
    EXPECT_EQ(type("text/html,application/vnd.ipld.raw;q=0.9,*/*;q=0.8"),
              "text/plain; charset=utf-8");
    EXPECT_EQ(type("application/vnd.ipld.car;q=0, */*"), "text/plain; charset=utf-8");
}

TEST_F(Trustless, RefusesFormsThatItHasNot) {
    const auto target = "/ipfs/" + small.to_string();
    for (const std::string accept :
         {"application/vnd.ipld.car;version=2", "application/vnd.ipld.car; order=bfs",
          "application/vnd.ipld.dag-json", "application/x-tar, application/vnd.ipfs.ipns-record"})
        EXPECT_EQ(ask(target, {{"Accept", accept}}).status, 406) << accept;
    for (const std::string query : {"format=tar", "format=dag-cbor", "format=car&car-version=2"})
        EXPECT_EQ(ask(target + "?" + query).status, 406) << query;
    EXPECT_EQ(ask(target + "?format=nonsense").status, 400);
}

TEST_F(Trustless, PrefersTheFormatOfTheUrlAndNamesTheOneOfAccept) {
    const auto target = "/ipfs/" + small.to_string();
    const auto by_url = ask(target + "?format=raw", {{"Accept", car_type}});
    EXPECT_EQ(by_url.header("Content-Type"), "application/vnd.ipld.raw");
    const auto by_accept = ask(target, {{"Accept", car_type}});
    EXPECT_EQ(by_accept.header("Content-Location"), target + "?format=car");
    EXPECT_EQ(by_accept.header("Vary"), "Accept");
    const auto with_twins = ask(target, {{"Accept", "application/vnd.ipld.car; dups=y"}});
    EXPECT_EQ(with_twins.header("Content-Location"), target + "?format=car&car-dups=y");
    EXPECT_EQ(ask(with_twins.header("Content-Location")).header("ETag"), with_twins.header("ETag"));
}

TEST_F(Trustless, ServesDagPbBlocksThatAreNoFiles) {
    auto batch = (*store).begin();
    const auto node = batch.put(
        Codec::dag_pb, encode_pb_node(std::vector<PbLink>{{small, "", 5}}, as_bytes("not UnixFS")));
    ASSERT_TRUE(node && batch.commit());
    const auto target = "/ipfs/" + node->to_string();
    const auto block = ask(target + "?format=raw");
    EXPECT_EQ(block.status, 200);
    EXPECT_TRUE(node->names(as_bytes(block.body)));
    EXPECT_THAT(blocks_of(ask(target + "?format=car&car-dups=y").body), ElementsAre(*node, small));
    EXPECT_THAT(blocks_of(ask(target + "?format=car&dag-scope=entity").body), ElementsAre(*node));
    EXPECT_EQ(ask(target).status, 500);
}

TEST_F(Trustless, AnswersTheProbeForAnEmptyBlock) {
    const auto answer = ask("/ipfs/bafkqaaa?format=raw");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "0");
}

TEST_F(Trustless, GivesEachSelectionATagOfItsOwnAndKnowsItAgain) {
    std::set<std::string> tags;
    for (const std::string query : {"", "&dag-scope=block", "&dag-scope=entity",
                                    "&entity-bytes=0:1", "&entity-bytes=0:2", "&car-dups=y"}) {
        const auto target = path("/sub/large?format=car" + query);
        const auto tag = ask(target).header("ETag");
        EXPECT_TRUE(tags.insert(tag).second) << query;
        EXPECT_EQ(ask(target, {{"If-None-Match", tag}}).status, 304);
    }
}

TEST_F(Trustless, AnswersHeadOfACarWithoutTheBlocks) {
    const auto answer = ask(path("?format=car"), {}, http::Method::head);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.header("Content-Type"), StartsWith(car_type));
    EXPECT_TRUE(answer.body.empty());
}

TEST_F(Trustless, AnswersTheProbe) {
    EXPECT_EQ(ask("/ipfs/bafkqaaa?format=raw").status, 200);
    EXPECT_EQ(ask("/ipfs/bafkqaaa?format=raw").body, "");
    const auto car = ask("/ipfs/bafkqaaa?format=car");
    EXPECT_EQ(car.status, 200);
    EXPECT_EQ(as_bytes(car.body).size(), car_header(Cid::parse("bafkqaaa").value()).size());
}

TEST_F(Trustless, KnowsNothingOfACarWhoseRootIsMissingAndBreaksOneThatHasAHole) {
    const auto absent = Cid::of(Codec::raw, as_bytes("absent")).to_string();
    EXPECT_EQ(ask("/ipfs/" + absent + "?format=car").status, 404);
    std::filesystem::remove(store.block_path(leaf(2)));
    EXPECT_FALSE(client.get(server->url() + path("?format=car")));
}

}  // namespace
}  // namespace carrot::ipfs::tests
