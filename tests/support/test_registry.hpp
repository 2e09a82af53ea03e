// A real registry on loopback, which Docker reaches without TLS: Debian's docker-registry.
#pragma once

#include <string>

#include "http/client.hpp"
#include "support/registry_image.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

enum class RegistryAccess { open, login };

class TestRegistry {
public:
    /// With `login` it asks for registry_user and registry_password. Throws std::runtime_error when
    /// docker-registry is missing or does not answer.
    explicit TestRegistry(RegistryAccess access = RegistryAccess::open);
    ~TestRegistry();
    TestRegistry(const TestRegistry&) = delete;

    static constexpr const char* user = "carrot";
    static constexpr const char* password = "hop hop";

    /// "127.0.0.1:5000"
    const std::string& host() const { return host_; }
    std::string name(std::string_view repository_and_tag) const {
        return fmt::format("{}/{}", host_, repository_and_tag);
    }

    void push(std::string_view repository, std::string_view tag, const RegistryImage& image);

private:
    http::ClientResponse send(http::Method method, std::string_view path, std::string body,
                              std::string_view content_type);

    TemporaryDirectory directory_;
    std::string host_;
    bool asks_login_;
    int pid_ = 0;
    http::Client client_;
};

}  // namespace carrot::tests
