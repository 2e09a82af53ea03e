// A worker with its HTTP API in a process of its own, for clients that are no C++. Its chain is in
// memory; its engine, its store and its API are real.
//
//   carrot_worker_api
//
// Writes {"url", "token", "marketplace"} as a line; then reads lines {"description", "consumer",
// "gpu"}, each a job that is posted and claimed for the worker's provider, and answers each with
// {"jobId"}. Ends with its standard input.
#include <fmt/format.h>

#include <iostream>

#include "http/json.hpp"
#include "http/server.hpp"
#include "worker/api.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {
namespace {

struct PostedJob {
    std::string description;
    std::string consumer;
    GpuId gpu = 0;
};
BOOST_DESCRIBE_STRUCT(PostedJob, (), (description, consumer, gpu))

void say(const boost::json::object& line) {
    fmt::print("{}\n", http::format_json(line));
    std::fflush(stdout);
}

void serve() {
    Workplace place;
    auto worker = place.open();
    const auto token = need(load_pairing_token(place.options.directory));
    http::Router router;
    add_worker_routes(router, worker, token);
    const auto server = need(http::Server::start(std::move(router)));
    say({{"url", server.url()}, {"token", token}, {"marketplace", place.chain.marketplace()}});
    for (std::string line; std::getline(std::cin, line);) {
        const auto job = need(http::from_json_text<PostedJob>(line));
        place.chain.consumer = job.consumer;
        const auto job_id = place.chain.post(job.gpu, job.description);
        place.chain.change(job_id, ChainStatus::claimed, place.chain.provider());
        say({{"jobId", job_id}});
    }
}

}  // namespace
}  // namespace carrot::worker

int main() {
    try {
        carrot::worker::serve();
        return 0;
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return 1;
    }
}
