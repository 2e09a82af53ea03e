// Real processes that are killed in the middle of their adds.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "content.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs::tests {
namespace {

constexpr std::size_t cid_length = 59;

std::string line_from(int fd) {
    std::string text(cid_length, '\0');
    for (std::size_t got = 0; got < cid_length;) {
        const auto count = ::read(fd, text.data() + got, cid_length - got);
        if (count <= 0) return {};
        got += static_cast<std::size_t>(count);
    }
    return text;
}

// Adds without end, small and large in turn, and says each CID that it was given.
[[noreturn]] void add_for_ever(const std::filesystem::path& folder, std::uint32_t seed, int out) {
    const auto store = open_embedded_store(folder);
    for (std::uint32_t i = 0; store; ++i) {
        const auto content = pseudo_random_bytes(i % 3 == 2 ? 20'000'000 : 70'000, seed + i);
        const auto cid = (*store)->put_bytes(content, {}, {});
        if (!cid || ::write(out, cid->to_string().data(), cid_length) != cid_length) break;
    }
    ::_exit(1);
}

TEST(Crash, NeverCostsACidThatWasReturned) {
    const TemporaryDirectory folder;
    std::vector<Cid> promised;
    for (std::uint32_t round = 0; round < 12; ++round) {
        int said[2];
        ASSERT_EQ(::pipe(said), 0);
        const auto child = ::fork();
        if (child == 0) add_for_ever(folder.path(), 1000 * round, said[1]);
        ::close(said[1]);
        for (std::uint32_t i = 0; i <= round % 4; ++i)
            promised.push_back(Cid::parse(line_from(said[0])).value());
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status));
        ::close(said[0]);
    }
    const auto store = open_embedded_store(folder.path()).value();
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "staging"));
    ASSERT_TRUE(store->collect({}));
    EXPECT_THAT(store->verify(DamagedBlocks::leave, {}, {})->faults, testing::IsEmpty());
    for (const auto& cid : promised)
        EXPECT_TRUE(read_content(store->blocks(), {cid, {}}, 32 << 20)) << cid.to_string();
}

TEST(Crash, LeavesNothingBehindThatACollectionDoesNotTake) {
    const TemporaryDirectory folder;
    const auto store = open_embedded_store(folder.path()).value();  // so that nobody comes first
    int said[2];
    ASSERT_EQ(::pipe(said), 0);
    const auto child = ::fork();
    if (child == 0) add_for_ever(folder.path(), 7, said[1]);
    ::close(said[1]);
    line_from(said[0]);
    line_from(said[0]);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(said[0]);
    ASSERT_TRUE(store->collect({}));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "staging"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "batches"));
    for (const auto& pin : store->pins().value())
        ASSERT_TRUE(store->unpin(pin.cid));
    EXPECT_EQ(store->collect({})->kept_blocks, 0U);
}

TEST(Memory, OfAnAddStaysBelow64MiBWhateverTheSize) {
    const TemporaryDirectory folder;
    const auto input = folder.path() / "input";
    {
        std::ofstream file(input, std::ios::binary);
        for (std::uint32_t i = 0; i < 20; ++i)
            file << as_text(pseudo_random_bytes(16 << 20, i));
    }
    int said[2];
    ASSERT_EQ(::pipe(said), 0);
    const auto child = ::fork();
    if (child == 0) {
        // What this process holds from its parent counts too; so the growth is what is measured.
        ::rusage before{}, after{};
        ::getrusage(RUSAGE_SELF, &before);
        const auto store = BlockStore::open(folder.path() / "store");
        const bool added = store && add_file(**store, input);
        ::getrusage(RUSAGE_SELF, &after);
        const long grown_kib = added ? after.ru_maxrss - before.ru_maxrss : -1;
        ::_exit(::write(said[1], &grown_kib, sizeof grown_kib) == sizeof grown_kib ? 0 : 1);
    }
    long grown_kib = -1;
    EXPECT_EQ(::read(said[0], &grown_kib, sizeof grown_kib), ssize_t{sizeof grown_kib});
    ::waitpid(child, nullptr, 0);
    EXPECT_GE(grown_kib, 0);
    EXPECT_LT(grown_kib, 64 * 1024);
}

}  // namespace
}  // namespace carrot::ipfs::tests
