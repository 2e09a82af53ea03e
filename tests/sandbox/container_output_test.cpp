#include "sandbox/container_output.hpp"

#include <gtest/gtest.h>

#include <random>

namespace carrot::sandbox {
namespace {

Bytes frame(StandardStream stream, std::string_view text) {
    Bytes bytes;
    append_output_frame(bytes, stream, as_bytes(text));
    return bytes;
}

Bytes two_frames() {
    auto bytes = frame(StandardStream::output, "hello\n");
    append_output_frame(bytes, StandardStream::error, as_bytes("oh\n"));
    return bytes;
}

std::string text_of(const std::vector<OutputChunk>& chunks, StandardStream stream) {
    std::string text;
    for (const auto& chunk : chunks)
        if (chunk.stream == stream) text += as_text(chunk.bytes);
    return text;
}

TEST(OutputFrameParser, TellsTheTwoStreamsApart) {
    OutputFrameParser parser;
    const auto chunks = parser.feed(two_frames());
    ASSERT_TRUE(chunks);
    EXPECT_EQ(text_of(*chunks, StandardStream::output), "hello\n");
    EXPECT_EQ(text_of(*chunks, StandardStream::error), "oh\n");
    EXPECT_TRUE(parser.finish());
}

TEST(OutputFrameParser, DoesNotCareWhereTheBytesAreCut) {
    const auto bytes = two_frames();
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        OutputFrameParser parser;
        auto chunks = *parser.feed(BytesView(bytes).first(cut));
        for (auto& chunk : *parser.feed(BytesView(bytes).subspan(cut)))
            chunks.push_back(chunk);
        EXPECT_EQ(text_of(chunks, StandardStream::output), "hello\n") << cut;
        EXPECT_EQ(text_of(chunks, StandardStream::error), "oh\n") << cut;
        EXPECT_TRUE(parser.finish());
    }
}

TEST(OutputFrameParser, SkipsEmptyFrames) {
    OutputFrameParser parser;
    EXPECT_TRUE(parser.feed(frame(StandardStream::output, ""))->empty());
    EXPECT_EQ(parser.feed(frame(StandardStream::output, "x"))->size(), 1u);
}

TEST(OutputFrameParser, RefusesAStreamThatIsNone) {
    OutputFrameParser parser;
    EXPECT_EQ(parser.feed(Bytes{7, 0, 0, 0, 0, 0, 0, 1, 'x'}).error().code,
              ErrorCode::corrupt_data);
}

TEST(OutputFrameParser, RefusesPlainTextInPlaceOfFrames) {
    OutputFrameParser parser;
    EXPECT_FALSE(parser.feed(as_bytes("no frames here")));
}

TEST(OutputFrameParser, NoticesAnEndInsideAFrame) {
    const auto bytes = two_frames();
    for (const auto cut : {std::size_t{3}, std::size_t{10}}) {
        OutputFrameParser parser;
        ASSERT_TRUE(parser.feed(BytesView(bytes).first(cut)));
        EXPECT_EQ(parser.finish().error().code, ErrorCode::corrupt_data);
    }
}

TEST(OutputFrameParser, GivesNoMoreBytesThanItGotWhateverTheyAre) {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        Bytes bytes(random() % 64);
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(random() % 4);
        OutputFrameParser parser;
        const auto chunks = parser.feed(bytes);
        if (!chunks) continue;
        std::size_t payload = 0;
        for (const auto& chunk : *chunks)
            payload += chunk.bytes.size();
        EXPECT_LE(payload, bytes.size());
    }
}

}  // namespace
}  // namespace carrot::sandbox
