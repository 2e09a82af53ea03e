#include "worker/job_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/file.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;

constexpr auto out = StandardStream::output;
constexpr auto err = StandardStream::error;

std::string text(const Bytes& bytes) { return std::string(as_text(bytes)); }

TEST(JobLog, KeepsTheTwoStreamsApartAndTheirOrder) {
    JobLog log;
    log.append(out, as_bytes("a"));
    log.append(err, as_bytes("b"));
    log.append(out, as_bytes("c"));
    EXPECT_EQ(text(log.content(out)), "ac");
    EXPECT_EQ(text(log.content(err)), "b");
    EXPECT_EQ(log.tail(100), "abc");
}

TEST(JobLog, KeepsTheBeginningAndTheEndOfAFlood) {
    JobLog log(10'000);
    log.append(out, as_bytes("begin"));
    for (int i = 0; i < 1000; ++i)
        log.append(out, as_bytes(std::string(1000, 'x')));
    log.append(out, as_bytes("end"));
    const auto content = text(log.content(out));
    EXPECT_THAT(content, testing::StartsWith("begin"));
    EXPECT_THAT(content, testing::EndsWith("end"));
    EXPECT_THAT(content,
                HasSubstr(fmt::format("{} bytes of the log are left out", log.left_out_bytes())));
    EXPECT_LT(content.size(), 140'000u);
    EXPECT_EQ(log.size_bytes(), 1'000'008u);
}

TEST(JobLog, StaysSmallWhenSingleBytesAlternate) {
    JobLog log(10'000);
    for (int i = 0; i < 100'000; ++i)
        log.append(i % 2 == 0 ? out : err, as_bytes("x"));
    EXPECT_GT(log.left_out_bytes(), 99'000u);
}

TEST(JobLog, IsReadOnFromAnyOffset) {
    JobLog log;
    log.append(out, as_bytes("hello "));
    log.append(err, as_bytes("world"));
    log.close();
    std::string read;
    for (std::uint64_t offset = 3;;) {
        const auto pieces = log.read(offset, {});
        if (pieces.empty()) break;
        for (const auto& piece : pieces) {
            EXPECT_EQ(piece.offset, offset);
            read += as_text(piece.bytes);
            offset = piece.end();
        }
    }
    EXPECT_EQ(read, "lo world");
}

TEST(JobLog, WakesAReaderThatWaitsForMore) {
    JobLog log;
    auto waiting = std::async(std::launch::async, [&] { return log.read(0, {}); });
    log.append(out, as_bytes("x"));
    EXPECT_EQ(waiting.get().size(), 1u);
}

TEST(JobLog, LetsAReaderGoWhenItIsClosedOrStopped) {
    JobLog log;
    std::stop_source stop;
    auto stopped = std::async(std::launch::async, [&] { return log.read(0, stop.get_token()); });
    stop.request_stop();
    EXPECT_TRUE(stopped.get().empty());
    auto closed = std::async(std::launch::async, [&] { return log.read(0, {}); });
    log.close();
    EXPECT_TRUE(closed.get().empty());
}

TEST(JobLog, CutsItsTailBetweenCharacters) {
    JobLog log;
    log.append(out, as_bytes("aä€"));
    EXPECT_EQ(log.tail(4), "€");
    EXPECT_EQ(log.tail(5), "ä€");
}

TEST(JobLog, IsTheSameFromItsFile) {
    tests::TemporaryDirectory directory;
    JobLog log;
    log.append(out, as_bytes("a"));
    log.append(err, as_bytes("b\xff"));
    ASSERT_TRUE(log.save(directory.path() / "log"));
    JobLog loaded;
    ASSERT_TRUE(loaded.load(directory.path() / "log"));
    EXPECT_EQ(text(loaded.content(out)), "a");
    EXPECT_EQ(text(loaded.content(err)), "b\xff");
    EXPECT_TRUE(loaded.closed());
}

TEST(JobLog, KeepsItsOffsetsAndItsGapInAFile) {
    tests::TemporaryDirectory directory;
    JobLog log(1000);
    for (int i = 0; i < 100; ++i)
        log.append(i % 2 == 0 ? out : err, as_bytes(std::string(50, 'a')));
    ASSERT_GT(log.left_out_bytes(), 0u);
    ASSERT_TRUE(log.save(directory.path() / "log"));
    JobLog loaded(1000);
    ASSERT_TRUE(loaded.load(directory.path() / "log"));
    EXPECT_EQ(loaded.size_bytes(), log.size_bytes());
    EXPECT_EQ(loaded.left_out_bytes(), log.left_out_bytes());
    EXPECT_EQ(loaded.content(out), log.content(out));
    log.close();
    for (const std::uint64_t offset : {0u, 70u, 3000u, 4990u}) {
        const auto before = log.read(offset, {});
        const auto after = loaded.read(offset, {});
        ASSERT_EQ(before.size(), after.size()) << offset;
        for (std::size_t i = 0; i < before.size(); ++i)
            EXPECT_EQ(before[i].offset, after[i].offset);
    }
}

TEST(JobLog, ReadsAFileWithoutAHead) {
    tests::TemporaryDirectory directory;
    Bytes frames;
    sandbox::append_output_frame(frames, out, as_bytes("a"));
    ASSERT_TRUE(write_file(directory.path() / "log", frames));
    JobLog loaded;
    ASSERT_TRUE(loaded.load(directory.path() / "log"));
    EXPECT_EQ(text(loaded.content(out)), "a");
}

}  // namespace
}  // namespace carrot::worker
