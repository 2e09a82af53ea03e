// A server that answers as it was told, for clients of services that can't be had in a test. The
// HTTP is real; each test says whose recorded answers it gives.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/server.hpp"

namespace carrot::ipfs::tests {

/// Its waits are over at once, and written down.
class HastyClock final : public Clock {
public:
    TimePoint now() const override { return TimePoint(std::chrono::seconds(1'000'000)); }
    std::chrono::milliseconds since_boot() const override {
        const std::lock_guard lock(mutex_);
        return passed_;
    }
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
        const std::lock_guard lock(mutex_);
        waits.push_back(duration);
        passed_ += duration;
        return !stop.stop_requested();
    }
    std::vector<std::chrono::milliseconds> waits;

private:
    mutable std::mutex mutex_;
    std::chrono::milliseconds passed_{0};
};

class RecordedServer {
public:
    using Answers = std::deque<http::Response>;

    RecordedServer() {
        const auto handler = [this](const http::Request& request) { return take(request); };
        http::RouteOptions options;
        options.body_limit_bytes = std::uint64_t{64} << 20;
        http::Router router;
        for (const auto method : {http::Method::get, http::Method::post})
            router.route(method, "/{path...}", handler, options);
        server_ = std::make_unique<http::Server>(http::Server::start(std::move(router)).value());
    }

    std::string url() const { return server_->url(); }

    /// To "POST /pins": one after the other, the last again and again. 404 where there are none.
    void answer(const std::string& what, Answers answers) {
        const std::lock_guard lock(mutex_);
        answers_[what] = std::move(answers);
    }

    /// To this there is no answer before the server ends.
    void never_answer(const std::string& what) {
        const std::lock_guard lock(mutex_);
        silent_ = what;
    }

    std::vector<http::Request> requests(const std::string& what) const {
        const std::lock_guard lock(mutex_);
        std::vector<http::Request> matching;
        for (const auto& request : requests_)
            if (name_of(request) == what) matching.push_back(request);
        return matching;
    }

    void stop() { server_.reset(); }

    static http::Response json(std::string text, int status = 200) {
        return http::text_response(status, std::move(text), "application/json");
    }

    /// Promises more than it sends: the connection is cut in the middle of the answer.
    static http::Response cut() {
        http::Response response;
        response.body = http::BlockBody{.read = [](std::span<std::uint8_t>) -> Result<std::size_t> {
                                            return fail(ErrorCode::unavailable, "cut");
                                        },
                                        .size_bytes = 1000};
        return response;
    }

private:
    static std::string name_of(const http::Request& request) {
        return std::string(http::name_of(request.method)) + " " + request.path;
    }

    http::Response take(const http::Request& request) {
        std::unique_lock lock(mutex_);
        requests_.push_back(request);
        const auto name = name_of(request);
        if (name == silent_) {
            lock.unlock();
            system_clock().sleep_for(std::chrono::hours(1), request.stop);
            return {};
        }
        auto& answers = answers_[name];
        if (answers.empty()) return http::text_response(404, "not found");
        auto answer = answers.front();
        if (answers.size() > 1) answers.pop_front();
        return answer;
    }

    mutable std::mutex mutex_;
    std::map<std::string, Answers> answers_;
    std::string silent_;
    std::vector<http::Request> requests_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace carrot::ipfs::tests
