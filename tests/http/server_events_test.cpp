#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <thread>

#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;
using testing::RawConnection;

Event event(std::string data) { return {.data = std::move(data)}; }

void wait_for_stop(const std::stop_token& stop) {
    while (!stop.stop_requested())
        std::this_thread::yield();
}

class ServerEvents : public ::testing::Test {
protected:
    Server start(ServerOptions options = {}) {
        Router router;
        router.route(Method::get, "/events", [this](const Request&) {
            const std::lock_guard lock(mutex);
            events = std::make_shared<EventStream>(1024);
            return event_response(events);
        });
        return Server::start(std::move(router), std::move(options)).value();
    }

    /// The producer's end, once the handler has made it.
    std::shared_ptr<EventStream> stream() {
        while (true) {
            const std::lock_guard lock(mutex);
            if (events) return events;
        }
    }

    static void ask(RawConnection& connection) {
        connection.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_NE(connection.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
    }

    std::mutex mutex;
    std::shared_ptr<EventStream> events;
};

TEST_F(ServerEvents, ArriveAsTheyArePushed) {
    const auto server = start();
    RawConnection connection(server.port());
    ask(connection);
    for (const auto* text : {"one", "two"}) {
        EXPECT_EQ(stream()->push(event(text)), EventStream::Push::queued);
        EXPECT_FALSE(connection.read_until(fmt::format("data: {}\n\n", text)).empty());
    }
    stream()->close();
    EXPECT_TRUE(connection.read_all().ends_with("0\r\n\r\n"));
    wait_for_stop(stream()->gone());
}

TEST_F(ServerEvents, ReachTheClientsReader) {
    const auto server = start();
    std::jthread producer([&] {
        for (int i = 0; i < 500; ++i)
            EXPECT_TRUE(
                stream()->push_waiting({.id = std::to_string(i), .name = "n", .data = "d"}, {}));
        stream()->close();
    });
    Client client;
    int count = 0;
    const auto read = client.read_events(
        {.method = Method::get, .url = Url::parse(server.url())->at("/events")}, {},
        [&](const Event& next) { return next.id == std::to_string(count++); });
    EXPECT_TRUE(read) << read.error().message;
    EXPECT_EQ(count, 500);
}

TEST_F(ServerEvents, AClientThatLeavesStopsTheProducer) {
    const auto server = start();
    {
        RawConnection connection(server.port());
        ask(connection);
    }
    wait_for_stop(stream()->gone());
    EXPECT_EQ(stream()->push(event("x")), EventStream::Push::closed);
}

TEST_F(ServerEvents, AClientThatDoesNotReadFillsTheQueueAndIsDropped) {
    const auto server = start({.body_timeout = 50ms});
    RawConnection connection(server.port());
    ask(connection);
    auto pushed = EventStream::Push::queued;
    bool was_full = false;
    while (pushed != EventStream::Push::closed) {
        pushed = stream()->push(event(std::string(1000, 'x')));
        was_full = was_full || pushed == EventStream::Push::full;
    }
    EXPECT_TRUE(was_full);
}

TEST_F(ServerEvents, SilenceIsFilledWithComments) {
    const auto server = start({.event_keep_alive = 10ms});
    RawConnection connection(server.port());
    ask(connection);
    EXPECT_FALSE(connection.read_until(":\n\n").empty());
    EXPECT_FALSE(connection.read_until(":\n\n").empty());
}

TEST_F(ServerEvents, TheServersStopEndsThem) {
    auto server = start();
    RawConnection connection(server.port());
    ask(connection);
    const auto events_stream = stream();
    server.stop();
    EXPECT_TRUE(events_stream->gone().stop_requested());
    EXPECT_TRUE(connection.read_all().ends_with("0\r\n\r\n"));
    EXPECT_EQ(events_stream->push(event("x")), EventStream::Push::closed);
}

TEST_F(ServerEvents, HoldNoHandlerThread) {
    const auto server = start({.handler_threads = 1});
    RawConnection first(server.port());
    RawConnection second(server.port());
    ask(first);
    ask(second);
}

TEST_F(ServerEvents, ReadersStopOnRequest) {
    const auto server = start();
    std::stop_source stop;
    Client client;
    std::jthread producer([&] { stream()->push(event("x")); });
    const auto read =
        client.read_events({.method = Method::get, .url = Url::parse(server.url())->at("/events")},
                           {.stop = stop.get_token()}, [&](const Event&) {
                               stop.request_stop();
                               return true;
                           });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::cancelled);
    wait_for_stop(stream()->gone());
}

}  // namespace
}  // namespace carrot::http
