#include "ipfs/importer.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

#include "content.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;

struct Importer : testing::Test {
    TemporaryStore store;
    TemporaryDirectory folder;
    fs::path root = folder.path() / "root";

    ErrorCode refusal(const Result<Added>& added, std::string_view named) {
        EXPECT_FALSE(added);
        if (added) return ErrorCode::internal;
        EXPECT_NE(added.error().message.find(named), std::string::npos) << added.error().message;
        return added.error().code;
    }
};

TEST_F(Importer, CountsTheContentOfADirectory) {
    write_test_file(root / "a", Bytes(10));
    write_test_file(root / "b" / ".hidden", Bytes(20));
    EXPECT_EQ(add_directory(*store, root)->content_bytes, 30U);
}

TEST_F(Importer, RefusesSymlinksUnlessToldToKeepThem) {
    fs::create_directories(root);
    fs::create_symlink("/etc/passwd", root / "link");
    EXPECT_EQ(refusal(add_directory(*store, root), "root/link: it is a symbolic link"),
              ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(add_file(*store, root / "link"), "symbolic link"),
              ErrorCode::invalid_argument);
    EXPECT_TRUE(add_directory(*store, root, {.symlinks = Symlinks::keep}));
}

TEST_F(Importer, RefusesAFolderThatIsASymlink) {
    fs::create_directories(folder.path() / "secret");
    fs::create_directory_symlink("secret", root);
    EXPECT_FALSE(add_directory(*store, root));
}

TEST_F(Importer, RefusesFifosWithoutWaitingForAWriter) {
    fs::create_directories(root);
    ASSERT_EQ(::mkfifo((root / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal(add_directory(*store, root), "root/pipe: it is not a regular file"),
              ErrorCode::invalid_argument);
}

TEST_F(Importer, RefusesNamesThatAreNotUtf8) {
    for (const char* name : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        write_test_file(root / name, Bytes(1));
        EXPECT_EQ(refusal(add_directory(*store, root), "not UTF-8"), ErrorCode::invalid_argument);
        fs::remove(root / name);
    }
}

TEST_F(Importer, RefusesFoldersThatNestTooDeep) {
    auto deep = root;
    for (int i = 0; i < 66; ++i)
        deep /= "d";
    fs::create_directories(deep);
    EXPECT_EQ(refusal(add_directory(*store, root), "deeper than 64"), ErrorCode::invalid_argument);
}

TEST_F(Importer, NamesWhatIsMissing) {
    EXPECT_EQ(refusal(add_file(*store, root / "absent"), "absent"), ErrorCode::not_found);
    EXPECT_EQ(refusal(add_directory(*store, root / "absent"), "absent"), ErrorCode::not_found);
}

TEST_F(Importer, RefusesAProfileOutOfRange) {
    EXPECT_FALSE(add_bytes(*store, {}, {.profile = {.chunk_bytes = 0, .max_links = 3}}));
    EXPECT_FALSE(add_bytes(*store, {}, {.profile = {.chunk_bytes = 2 << 20, .max_links = 3}}));
    EXPECT_FALSE(add_bytes(*store, {}, {.profile = {.chunk_bytes = 10, .max_links = 1}}));
    auto mixed = unixfs_v0_2015;
    mixed.leaves = Leaves::raw;
    EXPECT_FALSE(add_bytes(*store, {}, {.profile = mixed}));
}

TEST_F(Importer, NamesWhatItWouldAddWithoutStoringIt) {
    write_test_file(root / "a", pseudo_random_bytes(3'000'000, 1));
    write_test_file(root / "b" / "c", Bytes(20));
    const auto named = hash_source(root);
    ASSERT_TRUE(named) << named.error().message;
    EXPECT_FALSE(store.store->contains(named->cid));
    EXPECT_EQ(named->cid, add_directory(*store, root)->cid);
    EXPECT_EQ(hash_source(root / "a")->cid, add_file(*store, root / "a")->cid);
    EXPECT_FALSE(hash_source(root / "absent"));
}

TEST_F(Importer, AddsBytesFromElsewhereAsAFileOfThem) {
    const auto content = pseudo_random_bytes(2'500'000, 3);
    write_test_file(root / "a", content);
    const auto file = add_file(*store, root / "a");
    EXPECT_EQ(add_source(*store, bytes_in(content, 777))->cid, file->cid);
    EXPECT_EQ(hash_source(bytes_in(content))->cid, file->cid);
    EXPECT_EQ(add_source(*store, bytes_in(content))->content_bytes, content.size());
}

TEST_F(Importer, MakesADirectoryOfSeveralThings) {
    write_test_file(root / "a", Bytes(10));
    write_test_file(root / "b" / "c", Bytes(20));
    write_test_file(root / "piped", as_bytes("x"));
    const std::vector<NamedSource> entries{
        {"piped", bytes_in(bytes_of("x"))}, {"b", root / "b"}, {"a", root / "a"}};
    EXPECT_EQ(add_source(*store, entries)->cid, add_directory(*store, root)->cid);
    EXPECT_EQ(add_source(*store, std::vector<NamedSource>{})->content_bytes, 0U);
}

TEST_F(Importer, RefusesADirectoryWhoseNamesRepeatOrAreNone) {
    write_test_file(root / "a", Bytes(10));
    using Entries = std::vector<NamedSource>;
    EXPECT_EQ(refusal(add_source(*store, Entries{{"x", root / "a"}, {"x", root / "a"}}),
                      "two things as 'x'"),
              ErrorCode::invalid_argument);
    for (const auto* name : {"", ".", "..", "a/b"})
        EXPECT_FALSE(add_source(*store, Entries{{name, root / "a"}})) << name;
}

TEST_F(Importer, AddsASymbolicLinkItselfWhenLinksAreKept) {
    fs::create_directories(root);
    fs::create_symlink("/etc/passwd", root / "link");
    EXPECT_FALSE(add_source(*store, root / "link"));
    const auto link = add_source(*store, root / "link", {.symlinks = Symlinks::keep});
    EXPECT_EQ(resolve(*store, link->cid)->kind, NodeKind::symlink);
}

TEST_F(Importer, EndsWithTheErrorOfWhatItReads) {
    const ByteSource cut = [](std::span<std::uint8_t>) -> Result<std::size_t> {
        return fail(ErrorCode::unavailable, "the pipe broke");
    };
    EXPECT_EQ(refusal(add_source(*store, cut), "the pipe broke"), ErrorCode::unavailable);
}

TEST_F(Importer, TellsHowFarItHasCome) {
    write_test_file(root / "a", Bytes(3'000'000));
    write_test_file(root / "b", Bytes(20));
    AddProgress last;
    int calls = 0;
    const auto count = [&](const AddProgress& progress) {
        last = progress;
        ++calls;
    };
    ASSERT_TRUE(add_directory(*store, root, {.progress = count}));
    EXPECT_EQ(last.content_bytes, 3'000'020U);
    EXPECT_EQ(calls, 4);
}

TEST_F(Importer, StopsWhenAsked) {
    write_test_file(root / "a", Bytes(10));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(refusal(add_directory(*store, root, {}, stop.get_token()), "stopped"),
              ErrorCode::cancelled);
}

TEST_F(Importer, AddsALargeFileInBoundedMemory) {
    fs::create_directories(root);
    std::ofstream(root / "large").close();
    fs::resize_file(root / "large", 512 << 20);  // sparse
    rusage before{}, after{};
    ::getrusage(RUSAGE_SELF, &before);
    ASSERT_TRUE(add_file(*store, root / "large"));
    ::getrusage(RUSAGE_SELF, &after);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 32 * 1024) << "KiB";
}

}  // namespace
}  // namespace carrot::ipfs::tests
