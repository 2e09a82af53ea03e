#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "worker/api_fixture.hpp"
#include "worker/openapi.hpp"
#include "worker/prometheus_reader.hpp"

namespace carrot::worker {
namespace {

class ApiDocument : public testing::Test, protected ApiOfAWorker {
protected:
    ApiDocument() { serve(); }
};

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

TEST_F(ApiDocument, IsServedAsItIsWritten) {
    const auto response = send(request(http::Method::get, "/openapi.json"));
    EXPECT_EQ(response.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(response.body, openapi_document());
}

TEST_F(ApiDocument, HasEveryRouteAndNoOther) {
    http::Router router;
    add_worker_routes(router, worker, token);
    std::set<std::string> routes;
    for (const auto& [method, pattern] : router.patterns())
        routes.insert(lower_case(name_of(method)) + " " + pattern);
    std::set<std::string> documented;
    const auto document = need(http::parse_json(openapi_document()));
    for (const auto& [path, item] : document.at("paths").as_object())
        for (const auto& [method, operation] : item.as_object())
            if (method != "parameters")
                documented.insert(
                    fmt::format("{} {}", std::string_view(method), std::string_view(path)));
    EXPECT_EQ(routes, documented);
}

TEST_F(ApiDocument, SaysWhichRoutesOpenWithoutTheToken) {
    const auto document = need(http::parse_json(openapi_document()));
    for (const auto& [path, item] : document.at("paths").as_object()) {
        const auto* get = item.as_object().if_contains("get");
        if (!get) continue;
        const auto* security = get->as_object().if_contains("security");
        const bool open = security && security->at(0).as_object().empty();
        std::string target(path);
        if (const auto name = target.find("{id}"); name != target.npos)
            target.replace(name, 4, "1");
        EXPECT_EQ(get_as("", target).first == 200, open) << target;
    }
}

TEST_F(ApiDocument, MetricsAreInPrometheusFormat) {
    processed(script("true"));
    processed(script("false"));
    const auto response = send(request(http::Method::get, "/metrics"));
    EXPECT_EQ(response.headers.find("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    const PrometheusReader read(response.body);
    const auto jobs = [&](const std::string& verdict) {
        return read.value("carrot_worker_jobs_total",
                          "carrot_worker_jobs_total{verdict=\"" + verdict + "\"}");
    };
    EXPECT_EQ(jobs("completed"), 1);
    EXPECT_EQ(jobs("released"), 1);
    EXPECT_EQ(jobs("lost"), 0);
    EXPECT_EQ(
        read.value("carrot_worker_container_starts_total", "carrot_worker_container_starts_total"),
        2);
    EXPECT_EQ(
        read.value("carrot_worker_step_seconds", R"(carrot_worker_step_seconds_count{step="run"})"),
        2);
    EXPECT_EQ(read.value("carrot_worker_chain_reachable", "carrot_worker_chain_reachable"), 1);
    EXPECT_GT(read.value("carrot_worker_disk_free_bytes", "carrot_worker_disk_free_bytes"), 0);
    for (const auto& [name, family] : read.families())
        EXPECT_TRUE(name.starts_with("carrot_worker_")) << name;
}

}  // namespace
}  // namespace carrot::worker
