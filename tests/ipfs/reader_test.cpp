#include "ipfs/reader.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "content.hpp"
#include "ipfs/dag_walk.hpp"
#include "ipfs/importer.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;

constexpr UnixFsProfile tiny{.chunk_bytes = 10, .max_links = 3};
constexpr UnixFsProfile tiny_dag_pb{
    .chunk_bytes = 10, .max_links = 3, .leaves = Leaves::dag_pb, .cid_version = CidVersion::v0};

Result<Bytes> read_all(FileReader reader) {
    Bytes content;
    for (;;) {
        const auto piece = TRY(reader.next());
        if (piece.empty()) return content;
        content.insert(content.end(), piece.begin(), piece.end());
    }
}

struct Reader : testing::Test {
    TemporaryStore store;
    TemporaryDirectory folder;

    Cid add_tree() {
        write_test_file(folder.path() / "in/stdout.txt", as_bytes("done\n"));
        write_test_file(folder.path() / "in/pictures/large.bin", pseudo_random_bytes(2'500'000, 5));
        fs::create_directories(folder.path() / "in/empty");
        return add_directory(*store, folder.path() / "in")->cid;
    }
};

TEST_F(Reader, StreamsEveryRangeOfAFile) {
    const auto content = pseudo_random_bytes(173, 7);
    for (const auto& profile : {tiny, tiny_dag_pb}) {
        const auto cid = add_bytes(*store, content, {.profile = profile})->cid;
        for (std::uint64_t offset = 0; offset <= 180; offset += 3)
            for (const std::uint64_t length : {0, 1, 9, 10, 11, 35, 1000}) {
                auto reader = FileReader::open(*store, cid, {offset, length});
                ASSERT_TRUE(reader) << reader.error().message;
                EXPECT_EQ(reader->size_bytes(), 173U);
                const auto begin = std::min<std::uint64_t>(offset, 173);
                const auto end = std::min<std::uint64_t>(begin + length, 173);
                EXPECT_EQ(read_all(*std::move(reader)).value(),
                          Bytes(content.begin() + static_cast<long>(begin),
                                content.begin() + static_cast<long>(end)));
            }
    }
}

TEST_F(Reader, FetchesOnlyTheBlocksOfTheRange) {
    const auto cid = add_bytes(*store, pseudo_random_bytes(1000, 7), {.profile = tiny})->cid;
    MemoryBlocks blocks;
    DagWalk walk(*store, cid);
    while (const auto block = walk.next().value())
        blocks.add(block->cid.codec(), block->content);
    const auto content = read_all(FileReader::open(blocks, cid, {500, 5}).value());
    EXPECT_EQ(content->size(), 5U);
    EXPECT_EQ(blocks.reads, 6);  // 100 leaves below four levels of three links, and the root's own
}

TEST_F(Reader, ReadsAnEmptyFile) {
    const auto cid = add_bytes(*store, {})->cid;
    EXPECT_TRUE(read_content(*store, cid, 0)->empty());
}

TEST_F(Reader, ResolvesPathsAndListsDirectories) {
    const auto root = add_tree();
    const auto node = resolve(*store, {root, {"pictures", "large.bin"}});
    ASSERT_TRUE(node) << node.error().message;
    EXPECT_EQ(node->kind, NodeKind::file);
    EXPECT_EQ(node->size_bytes, 2'500'000U);
    EXPECT_EQ(resolve(*store, {root, {"empty"}})->kind, NodeKind::directory);
    EXPECT_EQ(resolve_all(*store, {root, {"pictures", "large.bin"}})->size(), 3U);

    std::vector<std::string> names;
    for (const auto& entry : list_directory(*store, root).value())
        names.push_back(entry.name);
    EXPECT_THAT(names, testing::ElementsAre("empty", "pictures", "stdout.txt"));
}

TEST_F(Reader, NamesTheSegmentThatIsMissing) {
    const auto root = add_tree();
    const auto absent = resolve(*store, {root, {"pictures", "small.bin"}});
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, ErrorCode::not_found);
    EXPECT_NE(absent.error().message.find("no 'small.bin' in directory"), std::string::npos);
    const auto below_a_file = resolve(*store, {root, {"stdout.txt", "x"}});
    EXPECT_EQ(below_a_file.error().code, ErrorCode::not_found);
}

TEST_F(Reader, RefusesToReadADirectoryAsAFileAndTheReverse) {
    const auto root = add_tree();
    EXPECT_EQ(read_content(*store, root, 100).error().code, ErrorCode::invalid_argument);
    const auto file = resolve(*store, {root, {"stdout.txt"}})->cid;
    EXPECT_EQ(list_directory(*store, file).error().code, ErrorCode::invalid_argument);
}

TEST_F(Reader, HoldsTheCallersLimit) {
    const auto cid = add_bytes(*store, Bytes(11))->cid;
    EXPECT_TRUE(read_content(*store, cid, 11));
    EXPECT_EQ(read_content(*store, cid, 10).error().code, ErrorCode::resource_exhausted);
}

TEST_F(Reader, FetchesATreeToDisk) {
    const auto root = add_tree();
    const auto out = folder.path() / "out";
    const auto fetched = fetch_to(*store, root, out);
    ASSERT_TRUE(fetched) << fetched.error().message;
    EXPECT_EQ(read_file(out / "pictures/large.bin", 1 << 30).value(),
              pseudo_random_bytes(2'500'000, 5));
    EXPECT_TRUE(fs::is_directory(out / "empty"));
    EXPECT_EQ(add_directory(*store, out)->cid, root);
}

TEST_F(Reader, FetchesOneFileOfATree) {
    const auto out = folder.path() / "out.txt";
    ASSERT_TRUE(fetch_to(*store, {add_tree(), {"stdout.txt"}}, out));
    EXPECT_EQ(as_text(read_file(out, 100).value()), "done\n");
}

TEST_F(Reader, MakesSymbolicLinksOnlyWhenToldAndNeverFollowsThem) {
    const auto in = folder.path() / "links", out = folder.path() / "out";
    fs::create_directories(in);
    fs::create_symlink("/nonexistent/../etc", in / "link");
    const auto root = add_directory(*store, in, {.symlinks = Symlinks::keep})->cid;
    EXPECT_EQ(fetch_to(*store, root, out).error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(fs::exists(fs::symlink_status(out)));
    ASSERT_TRUE(fetch_to(*store, root, out, {.symlinks = Symlinks::keep}));
    EXPECT_EQ(fs::read_symlink(out / "link"), "/nonexistent/../etc");
}

TEST_F(Reader, FetchesNothingOverWhatExists) {
    const auto root = add_tree();
    const auto out = folder.path() / "out";
    fs::create_symlink("/nonexistent", out);
    EXPECT_EQ(fetch_to(*store, root, out).error().code, ErrorCode::already_exists);
    EXPECT_TRUE(fs::is_symlink(out));
}

TEST_F(Reader, LeavesNothingBehindWhenALimitStopsAFetch) {
    const auto root = add_tree();
    const auto out = folder.path() / "out";
    EXPECT_EQ(fetch_to(*store, root, out, {.content_bytes = 2'000'000}).error().code,
              ErrorCode::resource_exhausted);
    EXPECT_EQ(fetch_to(*store, root, out, {.entries = 3}).error().code,
              ErrorCode::resource_exhausted);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "only `in` is left";
}

}  // namespace
}  // namespace carrot::ipfs::tests
