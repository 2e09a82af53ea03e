#include "http/pending_response.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using testing::RawConnection;

class ServerWithPendingResponses : public ::testing::Test {
protected:
    ServerWithPendingResponses() {
        Router router;
        router.route(Method::get, "/later", [this](const Request&) {
            auto later = std::make_shared<PendingResponse>();
            const std::lock_guard lock(mutex);
            waiting.push_back(later);
            return Response{.pending = later};
        });
        router.route(Method::get, "/set-before", [](const Request&) {
            auto later = std::make_shared<PendingResponse>();
            later->set(text_response(201, "at once"));
            later->set(text_response(500, "too late"));
            return Response{.pending = later};
        });
        router.route(Method::get, "/now", [](const Request&) { return text_response(200, "now"); });
        server.emplace(Server::start(std::move(router), {.handler_threads = 1}).value());
    }

    std::vector<std::shared_ptr<PendingResponse>> wait_for(std::size_t count) {
        while (true) {
            const std::lock_guard lock(mutex);
            if (waiting.size() == count) return waiting;
        }
    }

    static void ask(RawConnection& connection) {
        connection.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    std::mutex mutex;
    std::vector<std::shared_ptr<PendingResponse>> waiting;
    std::optional<Server> server;
};

TEST_F(ServerWithPendingResponses, LeavesItsThreadsToOthersWhileClientsWait) {
    std::vector<std::unique_ptr<RawConnection>> connections;
    for (int i = 0; i < 20; ++i)
        ask(*connections.emplace_back(std::make_unique<RawConnection>(server->port())));
    const auto pending = wait_for(20);
    Client client;
    EXPECT_EQ(client.get(server->url() + "/now").value().body, "now");
    for (const auto& later : pending)
        later->set(text_response(200, "done"));
    for (const auto& connection : connections)
        EXPECT_TRUE(connection->read_all().ends_with("\r\n\r\ndone"));
}

TEST_F(ServerWithPendingResponses, TakesTheFirstResponseThatIsSet) {
    Client client;
    const auto response = client.get(server->url() + "/set-before").value();
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, "at once");
}

TEST_F(ServerWithPendingResponses, DropsWhatIsSetForAClientThatLeft) {
    {
        RawConnection leaving(server->port());
        ask(leaving);
        wait_for(1);
    }
    while (server->statistics().connections_open > 0)
        std::this_thread::yield();
    wait_for(1).front()->set(text_response(200, "nobody reads this"));
    Client client;
    EXPECT_EQ(client.get(server->url() + "/now").value().status, 200);
}

TEST_F(ServerWithPendingResponses, AnswersWhenItStops) {
    RawConnection connection(server->port());
    ask(connection);
    const auto later = wait_for(1).front();
    server->stop();
    EXPECT_EQ(testing::status_of_response(connection.read_all()), 503);
    server.reset();
    later->set(text_response(200, "the server is gone"));
}

}  // namespace
}  // namespace carrot::http
