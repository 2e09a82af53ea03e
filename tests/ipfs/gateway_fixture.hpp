// A real server and a real client around the gateway, and results to ask for.
#pragma once

#include <gtest/gtest.h>

#include "content.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "ipfs/gateway.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs::tests {

struct Answer {
    int status = 0;
    http::Headers headers;
    std::string body;

    std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or("(none)"));
    }
};

struct Gateway : testing::Test {
    TemporaryStore store;
    TemporaryDirectory folder;
    std::optional<http::Server> server;
    http::Client client;

    void SetUp() override {
        http::Router router;
        add_gateway_routes(router, *store);
        auto started = http::Server::start(std::move(router));
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
    }

    /// Asks twice: what was read for the first answer is in memory for the second.
    Answer ask(std::string_view target, const http::Headers& headers = {},
               http::Method method = http::Method::get) {
        auto answer = ask_once(target, headers, method);
        const auto again = ask_once(target, headers, method);
        EXPECT_EQ(again.status, answer.status);
        EXPECT_EQ(again.body, answer.body);
        EXPECT_EQ(fields_of(again), fields_of(answer));
        return answer;
    }

    Answer ask_once(std::string_view target, http::Headers headers, http::Method method) {
        const auto url = http::Url::parse(server->url()).value().at(target);
        auto response =
            client.send({.method = method, .url = url, .headers = std::move(headers), .body = {}});
        EXPECT_TRUE(response) << response.error().message;
        if (!response) return {};
        return {response->status, std::move(response->headers), std::move(response->body)};
    }

    std::string add(BytesView content) { return add_bytes(*store, content)->cid.to_string(); }

    std::string add_tree(const std::vector<std::pair<std::string, std::string>>& files) {
        const auto root = folder.path() / std::to_string(trees_++);
        std::filesystem::create_directories(root);
        for (const auto& [name, text] : files)
            write_test_file(root / name, as_bytes(text));
        return add_directory(*store, root)->cid.to_string();
    }

private:
    static std::string fields_of(const Answer& answer) {
        std::string fields;
        for (const auto& [name, value] : answer.headers)
            if (name != "Date") fields += fmt::format("{}: {}\n", name, value);
        return fields;
    }

    int trees_ = 0;
};

}  // namespace carrot::ipfs::tests
