#include "http/event_stream.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "http/detail/event_stream_reader.hpp"

namespace carrot::http {
namespace {

std::vector<Event> parse(EventParser& parser, std::string_view text) {
    std::vector<Event> events;
    parser.feed(text, [&](Event event) {
        events.push_back(std::move(event));
        return true;
    });
    return events;
}

TEST(FormatEvent, WritesOneDataFieldALine) {
    EXPECT_EQ(format_event({.id = "7", .name = "log", .data = "a\nb\r\nc"}),
              "id: 7\nevent: log\ndata: a\ndata: b\ndata: c\n\n");
    EXPECT_EQ(format_event({.id = "7\nevent: x", .data = ""}), "id: 7event: x\ndata: \n\n");
}

TEST(EventParser, ReadsWhatFormatEventWrites) {
    EventParser parser;
    const auto events =
        parse(parser, format_event({.id = "1", .name = "n", .data = "a\n b\n"}) + ": comment\n\n");
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].id, "1");
    EXPECT_EQ(events[0].name, "n");
    EXPECT_EQ(events[0].data, "a\n b\n");
}

TEST(EventParser, TakesAnyLineEndingInPieces) {
    EventParser parser;
    std::vector<Event> events;
    for (const char c : std::string_view("\xEF\xBB\xBF"
                                         "data: a\r\rdata:b\r\n\r\nretry: 250\ndata\n\n"))
        for (auto& event : parse(parser, {&c, 1}))
            events.push_back(event);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].data, "a");
    EXPECT_EQ(events[1].data, "b");
    EXPECT_EQ(events[2].data, "");
    EXPECT_EQ(parser.retry(), std::chrono::milliseconds(250));
}

TEST(EventParser, KeepsTheLastIdAndDropsUnfinishedEvents) {
    EventParser parser;
    const auto events = parse(parser, "id: 3\ndata: a\n\ndata: b\n\nid: 4\n\ndata: lost");
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].id, "3");
    EXPECT_EQ(parser.last_event_id(), "4");
}

TEST(EventParser, RefusesTooLargeEvents) {
    EventParser parser(16);
    EXPECT_FALSE(parser.feed("data: 0123456789abcdef", [](Event) { return true; }));
    EXPECT_TRUE(parser.limit_passed());
}

TEST(EventStream, IsBounded) {
    EventStream stream(32);
    EXPECT_EQ(stream.push({.data = std::string(100, 'x')}), EventStream::Push::queued);
    EXPECT_EQ(stream.push({.data = "y"}), EventStream::Push::full);
}

TEST(EventStream, APushThatWaitsGoesOnWhenTheReaderTakes) {
    const auto stream = std::make_shared<EventStream>(8);
    EventStreamReader reader(stream, [] {});
    ASSERT_EQ(stream->push({.data = "first"}), EventStream::Push::queued);
    bool pushed = false;
    std::jthread producer(
        [&](std::stop_token stop) { pushed = stream->push_waiting({.data = "second"}, stop); });
    std::string text;
    while (text.find("second") == text.npos)
        text += reader.take().text;
    producer.join();
    EXPECT_TRUE(pushed);
}

TEST(EventStream, AStopEndsAWaitingPush) {
    EventStream stream(8);
    ASSERT_EQ(stream.push({.data = "first"}), EventStream::Push::queued);
    bool pushed = true;
    std::jthread producer(
        [&](std::stop_token stop) { pushed = stream.push_waiting({.data = "second"}, stop); });
    producer.request_stop();
    producer.join();
    EXPECT_FALSE(pushed);
}

TEST(EventStream, TheReadersEndTellsTheProducer) {
    const auto stream = std::make_shared<EventStream>();
    {
        EventStreamReader reader(stream, [] {});
    }
    EXPECT_TRUE(stream->gone().stop_requested());
    EXPECT_EQ(stream->push({.data = "x"}), EventStream::Push::closed);
}

TEST(EventStream, CloseLetsTheReaderTakeTheRest) {
    const auto stream = std::make_shared<EventStream>();
    int wakes = 0;
    EventStreamReader reader(stream, [&] { ++wakes; });
    stream->push({.data = "a"});
    stream->push({.data = "b"});
    EXPECT_EQ(wakes, 1);
    stream->close();
    const auto taken = reader.take();
    EXPECT_EQ(taken.text, "data: a\n\ndata: b\n\n");
    EXPECT_TRUE(taken.ended);
}

}  // namespace
}  // namespace carrot::http
