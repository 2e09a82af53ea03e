#include "ipfs/block_store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <thread>

#include "content.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {
namespace {

namespace fs = std::filesystem;

std::size_t file_count(const fs::path& directory) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory))
        count += entry.is_regular_file();
    return count;
}

// Runs `work` in a process of its own, which is killed by SIGKILL as soon as it says something, and
// returns what it said.
std::string said_by_killed_process(
    const std::function<void(std::function<void(std::string)> say)>& work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    if (child == 0) {
        work([&](const std::string& text) {
            if (::write(ends[1], text.data(), text.size()) < 0) ::_exit(1);
            ::raise(SIGKILL);
        });
        ::_exit(1);
    }
    ::close(ends[1]);
    std::string text(200, '\0');
    const auto count = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

TEST(BlockStore, GivesBackWhatWasCommitted) {
    const TemporaryStore store;
    auto batch = store.store->begin();
    const auto cid = batch.put(Codec::raw, as_bytes("hello")).value();
    ASSERT_TRUE(batch.commit());
    EXPECT_TRUE(store.store->contains(cid));
    EXPECT_EQ(as_text(store.store->get(cid).value()), "hello");
}

TEST(BlockStore, NamesABlockThatItHasNot) {
    const TemporaryStore store;
    const auto cid = Cid::of(Codec::raw, as_bytes("absent"));
    const auto block = store.store->get(cid);
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().code, ErrorCode::not_found);
    EXPECT_NE(block.error().message.find(cid.to_string()), std::string::npos);
}

TEST(BlockStore, AnswersIdentityCidsFromTheCid) {
    const TemporaryStore store;
    EXPECT_EQ(as_text(store.store->get(Cid::parse("bafkqablimvwgy3y").value()).value()), "hello");
}

TEST(BlockStore, FindsABlockUnderEveryVersionAndCodecOfItsCid) {
    const TemporaryStore store;
    auto batch = store.store->begin();
    const auto node = Bytes{0x0a, 0x02, 0x08, 0x01};
    const auto v0 = batch.put(Codec::dag_pb, node, CidVersion::v0).value();
    ASSERT_TRUE(batch.commit());
    EXPECT_TRUE(store.store->get(v0));
    EXPECT_TRUE(store.store->get(Cid::of(Codec::dag_pb, node)));
    EXPECT_TRUE(store.store->get(Cid::of(Codec::raw, node)));
}

TEST(BlockStore, ForgetsABatchThatIsNotCommitted) {
    const TemporaryStore store;
    auto cid = Cid::of(Codec::raw, as_bytes("draft"));
    {
        auto batch = store.store->begin();
        ASSERT_TRUE(batch.put(Codec::raw, as_bytes("draft")));
        EXPECT_EQ(file_count(store.directory.path() / "staging"), 1U);
    }
    EXPECT_FALSE(store.store->contains(cid));
    EXPECT_EQ(file_count(store.directory.path() / "staging"), 0U);
}

TEST(BlockStore, RefusesABlockPastTheLimit) {
    const TemporaryStore store;
    auto batch = store.store->begin();
    const auto added = batch.put(Codec::raw, Bytes(max_block_bytes + 1));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::invalid_argument);
}

TEST(BlockStore, StoresTheSameBlockOnce) {
    const TemporaryStore store;
    for (int round = 0; round < 2; ++round) {
        auto batch = store.store->begin();
        for (int i = 0; i < 3; ++i)
            ASSERT_TRUE(batch.put(Codec::raw, as_bytes("again")));
        ASSERT_TRUE(batch.commit());
    }
    EXPECT_EQ(file_count(store.directory.path() / "blocks"), 1U);
}

TEST(BlockStore, ReportsABlockThatWasDamagedOnDisk) {
    const TemporaryStore store;
    const auto cid = add_bytes(*store, as_bytes("precious"))->cid;
    const auto path = store.block_path(cid);
    std::ofstream(path) << "preciouS";
    const auto block = store.store->get(cid);
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().code, ErrorCode::corrupt_data);
    EXPECT_NE(block.error().message.find("verify --remove-damaged"), std::string::npos);
}

TEST(BlockStore, ReplacesABlockThatWasCutShort) {
    const TemporaryStore store;
    const auto cid = add_bytes(*store, as_bytes("precious"))->cid;
    fs::resize_file(store.block_path(cid), 3);
    ASSERT_TRUE(add_bytes(*store, as_bytes("precious")));
    EXPECT_EQ(as_text(store.store->get(cid).value()), "precious");
}

TEST(BlockStore, KeepsEveryReturnedCidThroughKill9) {
    const TemporaryStore store;
    const auto content = pseudo_random_bytes(3'000'000, 9);
    const auto cid = said_by_killed_process(
        [&](auto say) { say(add_bytes(*store.open(), content).value().cid.to_string()); });
    const auto read = read_content(*store.open(), Cid::parse(cid).value(), 4'000'000);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, content);
}

TEST(BlockStore, RemovesWhatAKilledProcessLeftInStaging) {
    TemporaryStore store;
    store.store.reset();
    said_by_killed_process([&](auto say) {
        const auto own = store.open();
        auto batch = own->begin();
        EXPECT_TRUE(batch.put(Codec::raw, as_bytes("half an add")));
        say("staged");
    });
    EXPECT_EQ(file_count(store.directory.path() / "staging"), 1U);
    store.store = store.open();
    EXPECT_EQ(file_count(store.directory.path() / "staging"), 0U);
}

TEST(BlockStore, LeavesTheStagingOfOthersAlone) {
    const TemporaryStore store;
    auto batch = store.store->begin();
    const auto cid = batch.put(Codec::raw, as_bytes("on its way")).value();
    const auto second = store.open();
    ASSERT_TRUE(batch.commit());
    EXPECT_TRUE(second->contains(cid));
}

TEST(BlockStore, ServesManyWritersAndReadersAtOnce) {
    const TemporaryStore store;
    const auto shared_content = pseudo_random_bytes(700'000, 1);
    std::vector<std::jthread> threads;
    std::atomic<int> good = 0;
    for (std::uint32_t i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            const auto own_content = pseudo_random_bytes(300'000 + i, i);
            for (const auto& content : {shared_content, own_content}) {
                const auto added = add_bytes(*store, content, {.profile = unixfs_v0_2015});
                if (!added) return;
                const auto read = read_content(*store, added->cid, 1 << 20);
                good += read && *read == content;
            }
        });
    threads.clear();
    EXPECT_EQ(good, 16);
}

TEST(BlockStore, SaysWhereItCannotBeMade) {
    const TemporaryDirectory directory;
    write_test_file(directory.path() / "file", as_bytes("not a folder"));
    const auto store = BlockStore::open(directory.path() / "file");
    ASSERT_FALSE(store);
    EXPECT_NE(store.error().message.find("file"), std::string::npos);
}

}  // namespace
}  // namespace carrot::ipfs::tests
