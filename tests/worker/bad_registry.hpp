// A registry that misbehaves, which a real one can't be made to: it speaks the distribution
// protocol (https://distribution.github.io/distribution/spec/api/) as far as a pull needs it.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/http.hpp"
#include "support/registry_image.hpp"

namespace carrot::worker {

class BadRegistry {
public:
    /// Answers in place of the registry, or doesn't.
    using Trick = std::function<std::optional<http::Response>(const http::Request&)>;

    BadRegistry() {
        http::Router router;
        router.route(http::Method::get, "/v2/",
                     [](const auto&) { return http::text_response(200, "{}"); });
        router.route(http::Method::get, "/v2/{name}/manifests/{reference}",
                     [this](const http::Request& request) { return give_manifest(request); });
        router.route(http::Method::get, "/v2/{name}/blobs/{digest}",
                     [this](const http::Request& request) { return give_blob(request); });
        auto started = http::Server::start(std::move(router));
        if (!started) throw std::runtime_error(started.error().message);
        server_.emplace(*std::move(started));
    }
    ~BadRegistry() {
        let_go();
        server_->stop();
    }

    std::string name(std::string_view repository) const {
        return fmt::format("127.0.0.1:{}/{}:1", server_->port(), repository);
    }
    void add(const std::string& repository, tests::RegistryImage image) {
        const std::lock_guard guard(mutex_);
        images_[repository] = std::move(image);
    }

    /// Set them before a pull.
    Trick on_manifest, on_layer;

    /// A trick for a layer: says nothing until let_go() or the server's stop, then what is right.
    std::optional<http::Response> hang(const http::Request& request) {
        std::unique_lock lock(mutex_);
        ++hanging_;
        changed_.notify_all();
        changed_.wait(lock, request.stop, [&] { return free_; });
        --hanging_;
        return std::nullopt;
    }
    void wait_until_it_hangs() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return hanging_ > 0; });
    }
    void let_go() {
        const std::lock_guard guard(mutex_);
        free_ = true;
        changed_.notify_all();
    }

    /// When manifests were asked for; the digest is asked after the tag.
    std::vector<std::chrono::milliseconds> manifest_requests() {
        const std::lock_guard guard(mutex_);
        return manifest_requests_;
    }

private:
    http::Response give_manifest(const http::Request& request) {
        {
            const std::lock_guard guard(mutex_);
            manifest_requests_.push_back(system_clock().since_boot());
        }
        if (on_manifest)
            if (auto answer = on_manifest(request)) return *std::move(answer);
        const auto image = find(request);
        if (!image) return http::text_response(404, "{}");
        auto response = http::text_response(200, image->manifest, tests::manifest_type);
        response.headers.set("Docker-Content-Digest", image->digest());
        return response;
    }

    http::Response give_blob(const http::Request& request) {
        const auto image = find(request);
        const auto digest = std::string(request.path_parameter("digest"));
        if (!image || !image->blobs.contains(digest)) return http::text_response(404, "{}");
        if (on_layer && digest != image->image_id)
            if (auto answer = on_layer(request)) return *std::move(answer);
        return http::text_response(200, image->blobs.at(digest), "application/octet-stream");
    }

    std::optional<tests::RegistryImage> find(const http::Request& request) {
        const std::lock_guard guard(mutex_);
        const auto found = images_.find(std::string(request.path_parameter("name")));
        if (found == images_.end()) return std::nullopt;
        return found->second;
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<std::string, tests::RegistryImage> images_;
    std::vector<std::chrono::milliseconds> manifest_requests_;
    int hanging_ = 0;
    bool free_ = false;
    std::optional<http::Server> server_;
};

}  // namespace carrot::worker
