// A worker with its HTTP API on a free port, and the requests of its owner.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <utility>

#include "http/client.hpp"
#include "http/json.hpp"
#include "http/server.hpp"
#include "worker/api.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {

/// A status, and the body.
using Answer = std::pair<int, boost::json::value>;

class ApiOfAWorker : protected Workplace {
protected:
    void serve(http::ServerOptions server_options = {}) {
        http::Router router;
        add_worker_routes(router, worker, token);
        server.emplace(need(http::Server::start(std::move(router), std::move(server_options))));
    }

    http::ClientRequest request(http::Method method, std::string_view target) const {
        http::ClientRequest request;
        request.method = method;
        request.url = need(http::Url::parse(server->url() + std::string(target)));
        request.headers.set("Authorization", "Bearer " + token);
        return request;
    }

    http::ClientResponse send(const http::ClientRequest& request) {
        return need(client.send(request));
    }

    static Answer read(const http::ClientResponse& response) {
        return {response.status, need(http::parse_json(response.body))};
    }

    Answer get(std::string_view target) { return read(send(request(http::Method::get, target))); }

    Answer get_as(std::string_view authorization, std::string_view target) {
        auto asked = request(http::Method::get, target);
        asked.headers.remove("Authorization");
        if (!authorization.empty()) asked.headers.set("Authorization", authorization);
        return read(send(asked));
    }

    http::ClientRequest process_request(std::string body, std::string_view query = "") const {
        auto asked = request(http::Method::post, "/process-job" + std::string(query));
        asked.headers.set("Content-Type", "application/json");
        asked.body = std::move(body);
        return asked;
    }

    Answer process(const boost::json::value& body, std::string_view query = "") {
        return read(send(process_request(http::format_json(body), query)));
    }

    /// A job that the provider has claimed by other means.
    JobId claimed(const std::string& description, GpuId gpu = 0) {
        const auto job = chain.post(gpu, description);
        chain.change(job, ChainStatus::claimed, chain.provider());
        return job;
    }

    static boost::json::object body(JobId job, const std::string& description) {
        return {{"jobId", job}, {"jobType", "python-script"}, {"jobData", description}};
    }

    /// Runs a job to its end.
    JobId processed(const std::string& description) {
        const auto job = claimed(description);
        process(body(job, description));
        return job;
    }

    /// The log's events, each as "name:data|".
    std::string read_log(http::ClientRequest request) {
        std::string text;
        need(client.read_events(request, {}, [&](const http::Event& event) {
            text += event.name + ":" + event.data + "|";
            return true;
        }));
        return text;
    }

    std::string read_log(JobId job, std::string_view last_event_id = "",
                         std::string_view query = "") {
        auto asked = request(http::Method::get, fmt::format("/jobs/{}/logs{}", job, query));
        if (!last_event_id.empty()) asked.headers.set("Last-Event-ID", last_event_id);
        return read_log(std::move(asked));
    }

    Worker worker = open();
    std::string token = need(load_pairing_token(options.directory));
    http::Client client;
    std::optional<http::Server> server;
};

/// Writes nothing and ends when the test lets it: a marker file in the container's /tmp is out of
/// its reach, so it waits to be stopped.
inline std::string endless_script() {
    return script("trap 'exit 7' TERM; echo begun; while :; do sleep 0.05; done");
}

}  // namespace carrot::worker
