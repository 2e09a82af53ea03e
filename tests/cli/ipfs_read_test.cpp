// `carrot ipfs get`, `cat` and `ls`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace carrot::cli::tests {
namespace {

using testing::HasSubstr;

struct IpfsRead : testing::Test, IpfsProgram {
    std::string add_tree() const {
        make_file("tree/large", std::string(5'000, 'x'));
        make_file("tree/small", "1234");
        make_file("tree/sub/deep", "5");
        return cid_of({path("tree"), "--chunk-size", "1KiB"});
    }
};

TEST_F(IpfsRead, ListsAFolder) {
    const auto cid = add_tree();
    const auto ran = ipfs({"ls", cid});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("4.8 KiB  large\n"));
    EXPECT_THAT(ran.out, HasSubstr("4 B  small\n"));
    EXPECT_THAT(ran.out, HasSubstr("-  sub/\n"));
}

TEST_F(IpfsRead, ListsAFolderForPrograms) {
    const auto cid = add_tree();
    const auto listed = ask({"ls", "ipfs://" + cid});
    EXPECT_EQ(text_of(listed.at("cid")), cid);
    const auto& large = listed.at("entries").at(0);
    EXPECT_EQ(large.at("name"), "large");
    EXPECT_EQ(large.at("kind"), "file");
    EXPECT_EQ(large.at("size_bytes"), 5'000U);
    EXPECT_GT(large.at("dag_size_bytes").to_number<std::uint64_t>(), 5'000U);
    const auto& sub = listed.at("entries").at(2);
    EXPECT_EQ(sub.at("kind"), "directory");
    EXPECT_TRUE(sub.at("size_bytes").is_null());
    EXPECT_EQ(ask({"ls", cid + "/sub"}).at("cid"), sub.at("cid"));
}

TEST_F(IpfsRead, ListsLinksAloneWhenTold) {
    const auto listed = ask({"ls", add_tree(), "--links-only"});
    EXPECT_TRUE(listed.at("entries").at(0).at("kind").is_null());
    EXPECT_EQ(listed.at("entries").at(1).at("size_bytes"), 4U);  // a raw block, by its link
}

TEST_F(IpfsRead, ListsAFileAsItself) {
    const auto listed = ask({"ls", add_tree() + "/small"});
    EXPECT_EQ(listed.at("kind"), "file");
    EXPECT_EQ(listed.at("entries").at(0).at("name"), "small");
    EXPECT_EQ(listed.at("entries").at(0).at("size_bytes"), 4U);
}

TEST_F(IpfsRead, SaysThatAFolderIsEmpty) {
    std::filesystem::create_directories(path("empty"));
    EXPECT_EQ(ipfs({"ls", cid_of({path("empty")})}).out, "the folder is empty\n");
}

TEST_F(IpfsRead, PrintsBytesAsTheyAre) {
    const std::string content("\0\x1b[31m\xff\n", 8);
    EXPECT_EQ(ipfs({"cat", cid_of({make_file("raw", content)})}).out, content);
}

TEST_F(IpfsRead, PrintsAPartOfAFile) {
    const auto cid = cid_of({make_file("digits", "0123456789"), "--chunk-size", "3"});
    EXPECT_EQ(ipfs({"cat", cid, "--offset", "2", "--length", "5"}).out, "23456");
    EXPECT_EQ(ipfs({"cat", cid, "--offset", "8"}).out, "89");
    EXPECT_EQ(ipfs({"cat", cid, "--offset", "99"}).out, "");
    EXPECT_EQ(ask({"cat", cid, "--length", "3"}).at("content_base64"), "MDEy");
}

TEST_F(IpfsRead, SaysWhenStdoutTakesNothing) {
    const auto cid = cid_of({make_file("file", "content")});
    std::FILE* full = std::fopen("/dev/full", "w");
    const std::vector<std::string> line{"ipfs", "cat", cid, "--data-dir", path("data")};
    Capture errors;
    EXPECT_EQ(run(line, {.out = full, .err = errors.stream()}, {}), 9);
    EXPECT_THAT(errors.text(), HasSubstr("could not write standard output"));
    std::fclose(full);
}

TEST_F(IpfsRead, WritesATreeToDisk) {
    const auto cid = add_tree();
    const auto ran = ipfs({"get", cid, "-o", path("back")});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(content_of("back/sub/deep"), "5");
    const auto again = ipfs({"get", cid, "-o", path("back")});
    EXPECT_EQ(again.exit_code, 4);
    EXPECT_THAT(again.err, HasSubstr("choose another name"));
}

TEST_F(IpfsRead, WritesNothingPastTheLimit) {
    const auto cid = add_tree();
    const auto refused = ipfs({"get", cid, "-o", path("back"), "--max-gib", "0"});
    EXPECT_EQ(refused.exit_code, 9);
    EXPECT_THAT(refused.err, HasSubstr("the limit that was set"));
    EXPECT_FALSE(std::filesystem::exists(path("back")));
}

TEST_F(IpfsRead, MakesSymbolicLinksWhenTold) {
    make_file("tree/file", "1");
    std::filesystem::create_symlink("file", path("tree/link"));
    const auto cid = cid_of({path("tree"), "--symlinks", "keep"});
    EXPECT_EQ(ipfs({"get", cid, "-o", path("refused")}).exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(path("refused")));
    ASSERT_EQ(ipfs({"get", cid, "-o", path("kept"), "--symlinks", "keep"}).exit_code, 0);
    EXPECT_EQ(std::filesystem::read_symlink(path("kept/link")), "file");
}

}  // namespace
}  // namespace carrot::cli::tests
