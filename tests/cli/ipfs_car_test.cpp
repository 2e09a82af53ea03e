// `carrot ipfs export` and `import`: a DAG from one store to another, as one file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace carrot::cli::tests {
namespace {

using testing::HasSubstr;

struct IpfsCar : testing::Test, IpfsProgram {
    std::string add_tree() const {
        make_file("tree/large", std::string(5'000, 'x'));
        make_file("tree/sub/deep", "5");
        return cid_of({path("tree"), "--chunk-size", "1KiB"});
    }

    std::string exported(const std::string& cid) const {
        const auto ran = ipfs({"export", cid, "-o", path(cid + ".car")});
        if (ran.exit_code != 0) throw std::runtime_error(ran.err);
        return path(cid + ".car");
    }

    std::size_t pins(const std::string& data) const {
        return ask({"pin", "ls"}, data).at("pins").as_array().size();
    }
};

TEST_F(IpfsCar, CarriesATreeToAnotherStore) {
    const auto cid = add_tree();
    const auto car = exported(cid);
    const auto ran = ipfs({"import", car}, "other");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.out, cid + "\n");
    EXPECT_THAT(ran.err, HasSubstr("6 blocks"));
    EXPECT_EQ(ipfs({"cat", cid + "/sub/deep"}, "other").out, "5");
    EXPECT_EQ(ask({"gc"}, "other").at("removed_blocks"), 0U);
}

TEST_F(IpfsCar, IsPinnedUnderTheFilesNameOrAnother) {
    const auto car = exported(add_tree());
    ask({"import", car}, "other");
    EXPECT_EQ(text_of(ask({"pin", "ls"}, "other").at("pins").at(0).at("name")),
              std::filesystem::path(car).filename().native());
    ask({"import", car, "--name", "thesis", "--expires", "30d"}, "third");
    const auto pin = ask({"pin", "ls"}, "third").at("pins").at(0);
    EXPECT_EQ(pin.at("name"), "thesis");
    EXPECT_FALSE(pin.at("expires_at").is_null());
}

TEST_F(IpfsCar, IsNotPinnedWhenNotWanted) {
    ask({"import", exported(add_tree()), "--no-pin"}, "other");
    EXPECT_EQ(pins("other"), 0U);
    EXPECT_EQ(ask({"gc"}, "other").at("removed_blocks"), 6U);
}

TEST_F(IpfsCar, GoesThroughPipes) {
    const auto cid = add_tree();
    const auto car = ipfs({"export", cid}).out;
    EXPECT_EQ(car, content_of(std::filesystem::path(exported(cid)).filename()));
    const StandardInput piped(make_file("piped.car", car));
    EXPECT_EQ(ipfs({"import", "-"}, "other").out, cid + "\n");
}

TEST_F(IpfsCar, OfAPathHoldsWhatIsThere) {
    const auto cid = add_tree();
    const auto document = ask({"export", cid + "/sub", "-o", path("sub.car")});
    EXPECT_EQ(document.at("root"), ask({"ls", cid + "/sub"}).at("cid"));
    EXPECT_EQ(document.at("car_bytes"), std::filesystem::file_size(path("sub.car")));
}

TEST_F(IpfsCar, IsNotWrittenOverAnotherFile) {
    const auto cid = add_tree();
    const auto ran = ipfs({"export", cid, "-o", make_file("mine.car", "mine")});
    EXPECT_EQ(ran.exit_code, 4);
    EXPECT_EQ(content_of("mine.car"), "mine");
}

TEST_F(IpfsCar, DoesNotMixWithADocumentOnStdout) {
    EXPECT_EQ(ipfs({"export", add_tree(), "--json"}).exit_code, 2);
}

TEST_F(IpfsCar, ThatWasChangedIsRefused) {
    auto car = ipfs({"export", add_tree()}).out;
    car.back() ^= 1;
    const auto ran = ipfs({"import", make_file("bad.car", car)}, "other");
    EXPECT_EQ(ran.exit_code, 10);
    EXPECT_THAT(ran.err, HasSubstr("bad.car: the CAR at byte"));
    EXPECT_EQ(pins("other"), 0U);
}

TEST_F(IpfsCar, ThatLacksABlockIsRefusedUnlessAPartWillDo) {
    auto car = ipfs({"export", add_tree()}).out;
    car.resize(car.size() - 38);  // the section of "5"
    const auto file = make_file("part.car", car);
    const auto ran = ipfs({"import", file}, "other");
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_THAT(ran.err, HasSubstr("the CAR lacks a part of"));
    EXPECT_EQ(ipfs({"import", file, "--partial"}, "other").exit_code, 0);
    EXPECT_EQ(pins("other"), 0U);
}

TEST_F(IpfsCar, SeveralAreImportedAndThoseBeforeARefusedOneStay) {
    const auto first = exported(cid_of({make_file("a", "1")}));
    const auto second = exported(cid_of({make_file("b", "2")}));
    EXPECT_EQ(ask({"import", first, second}, "other").at("imported").as_array().size(), 2U);
    const auto ran = ipfs({"import", first, path("absent.car"), second}, "third");
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_THAT(ran.err, HasSubstr("absent.car"));
    EXPECT_EQ(pins("third"), 1U);
}

TEST_F(IpfsCar, ThatIsNoneIsNamedSo) {
    const auto ran = ipfs({"import", make_file("page.html", "<!doctype html><p>no CAR</p>")});
    EXPECT_EQ(ran.exit_code, 10);
    EXPECT_THAT(ran.err, HasSubstr("page.html"));
}

}  // namespace
}  // namespace carrot::cli::tests
