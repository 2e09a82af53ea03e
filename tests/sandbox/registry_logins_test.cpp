#include "sandbox/registry_logins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/encoding.hpp"
#include "base/file.hpp"
#include "http/json.hpp"
#include "sandbox/detail/docker_json.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class RegistryLogins : public testing::Test {
protected:
    /// Helper programs are found in PATH.
    RegistryLogins() : path_(std::getenv("PATH")) {
        const auto path = fmt::format("{}:{}", directory.path().string(), path_);
        ::setenv("PATH", path.c_str(), 1);
    }
    ~RegistryLogins() override { ::setenv("PATH", path_.c_str(), 1); }

    void configure(std::string_view json) {
        EXPECT_TRUE(write_file(file, as_bytes(json), FileMode::secret));
    }

    /// docker-credential-NAME, a shell script that finds the server's name in $server.
    void install_helper(std::string_view name, std::string_view script) {
        const auto program = directory.path() / fmt::format("docker-credential-{}", name);
        EXPECT_TRUE(
            write_file(program, as_bytes(fmt::format("#!/bin/sh\nserver=$(cat)\n{}\n", script))));
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    }

    Result<std::optional<RegistryLogin>> find(std::string_view domain,
                                              std::string_view path = "me/tool",
                                              std::chrono::seconds limit = 20s) {
        return find_registry_login({file}, domain, path, limit, {});
    }

    RegistryLogin login(std::string_view domain, std::string_view path = "me/tool") {
        const auto found = find(domain, path);
        EXPECT_TRUE(found && *found) << (found ? "none" : found.error().message);
        return found ? found->value_or(RegistryLogin{}) : RegistryLogin{};
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "config.json";

private:
    std::string path_;
};

TEST_F(RegistryLogins, AreNoneWithoutAFileOrAnEntry) {
    EXPECT_FALSE(find("ghcr.io")->has_value());
    configure(R"({"auths":{"quay.io":{"auth":"dTpw"}}, "HttpHeaders": {}})");
    EXPECT_FALSE(find("ghcr.io")->has_value());
    configure("{}");
    EXPECT_FALSE(find("ghcr.io")->has_value());
}

TEST_F(RegistryLogins, StandInAuthsAsDockerWritesThem) {
    configure(R"({"auths":{"ghcr.io":{"auth":"dXNlcjpwYTpzcw=="},
                           "https://index.docker.io/v1/":{"auth":"aHViOnB3"}}})");
    EXPECT_EQ(login("ghcr.io").username, "user");
    EXPECT_EQ(login("ghcr.io").password, "pa:ss");
    EXPECT_EQ(login("docker.io", "library/busybox").username, "hub");
}

TEST_F(RegistryLogins, StandThereWithSchemesAndVersionsToo) {
    configure(R"({"auths":{"https://ghcr.io/v2/":{"auth":"dTpw"}}})");
    EXPECT_EQ(login("ghcr.io").username, "u");
    EXPECT_FALSE(find("ghcr.io.example")->has_value());
}

TEST_F(RegistryLogins, AreChosenByTheLongestOfPodmansKeys) {
    configure(R"({"auths":{"quay.io":{"auth":"YTpw"}, "quay.io/me":{"auth":"Yjpw"},
                           "quay.io/me/tool":{"auth":"Yzpw"}}})");
    EXPECT_EQ(login("quay.io", "me/tool").username, "c");
    EXPECT_EQ(login("quay.io", "me/toolbox").username, "b");
    EXPECT_EQ(login("quay.io", "meme").username, "a");
}

TEST_F(RegistryLogins, MayBeTokens) {
    configure(R"({"auths":{"ghcr.io":{"auth":"dTo=","identitytoken":"tok"}}})");
    EXPECT_EQ(login("ghcr.io").identity_token, "tok");
}

TEST_F(RegistryLogins, ComeFromTheHelperOfTheRegistry) {
    install_helper("first", R"(echo "{\"Username\":\"$server\",\"Secret\":\"s\"}")");
    install_helper("second", "exit 3");
    configure(R"({"credHelpers":{"ghcr.io":"first"}, "credsStore":"second"})");
    EXPECT_EQ(login("ghcr.io").username, "ghcr.io");
    EXPECT_EQ(login("ghcr.io").password, "s");
}

TEST_F(RegistryLogins, ComeFromTheStoreOfAllRegistries) {
    install_helper("all", R"(echo "{\"Username\":\"<token>\",\"Secret\":\"$server\"}")");
    configure(R"({"credsStore":"all", "auths":{"https://index.docker.io/v1/":{}}})");
    EXPECT_EQ(login("docker.io").identity_token, "https://index.docker.io/v1/");
}

TEST_F(RegistryLogins, AreNoneWhereTheHelperKnowsNone) {
    install_helper("none", "echo credentials not found in native keychain; exit 1");
    configure(R"({"credsStore":"none", "auths":{"ghcr.io":{}}})");
    EXPECT_FALSE(find("ghcr.io")->has_value());
}

TEST_F(RegistryLogins, SayWhichHelperIsMissing) {
    configure(R"({"credsStore":"missing"})");
    const auto found = find("ghcr.io");
    EXPECT_EQ(found.error().code, ErrorCode::not_found);
    EXPECT_THAT(found.error().message, HasSubstr("docker-credential-missing"));
}

TEST_F(RegistryLogins, KeepTheSecretsOfAHelperThatFails) {
    install_helper("broken", "echo my-secret; exit 2");
    configure(R"({"credsStore":"broken"})");
    const auto refused = find("ghcr.io");
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(refused.error().message, HasSubstr("status 2"));
    EXPECT_THAT(refused.error().message, Not(HasSubstr("my-secret")));
    install_helper("broken", "echo my-secret");
    EXPECT_THAT(find("ghcr.io").error().message, Not(HasSubstr("my-secret")));
}

TEST_F(RegistryLogins, DoNotWaitForAHelperWithoutEnd) {
    install_helper("slow", "sleep 1000");
    configure(R"({"credsStore":"slow"})");
    EXPECT_EQ(find("ghcr.io", "me/tool", 1s).error().code, ErrorCode::timed_out);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(find_registry_login({file}, "ghcr.io", "a", 20s, stop.get_token()).error().code,
              ErrorCode::cancelled);
}

TEST_F(RegistryLogins, DoNotReadAnswersWithoutEnd) {
    install_helper("endless", "yes");
    configure(R"({"credsStore":"endless"})");
    EXPECT_EQ(find("ghcr.io").error().code, ErrorCode::resource_exhausted);
}

TEST_F(RegistryLogins, NeverRunWhatIsNoHelpersName) {
    for (const auto* name : {"../x", "a b", "$(id)", ""}) {
        configure(fmt::format(R"({{"credHelpers":{{"ghcr.io":"{}"}}}})", name));
        EXPECT_EQ(find("ghcr.io").error().code, ErrorCode::invalid_argument) << name;
    }
}

TEST_F(RegistryLogins, RefuseWhatIsMalformedWithoutRepeatingIt) {
    for (const auto* json : {"my-secret", "[]", R"({"auths":{"ghcr.io":"my-secret"}})",
                             R"({"auths":{"ghcr.io":{"auth":"my-secret"}}})",
                             R"({"auths":{"ghcr.io":{"auth":"bm9jb2xvbg=="}}})"}) {
        configure(json);
        const auto found = find("ghcr.io");
        ASSERT_FALSE(found) << json;
        EXPECT_EQ(found.error().code, ErrorCode::invalid_argument);
        EXPECT_THAT(found.error().message, Not(HasSubstr("my-secret")));
    }
}

TEST(LoginHeader, IsWhatTheEngineDecodes) {
    const auto read = [](const RegistryLogin& login) {
        auto text = detail::login_header(login);
        EXPECT_EQ(text.size() % 4, 0u);
        text.erase(text.find_last_not_of('=') + 1);
        return std::string(as_text(*from_base64url(text)));
    };
    EXPECT_EQ(read({.server = "s", .username = "u", .password = "p?>"}),
              R"({"serveraddress":"s","username":"u","password":"p?>"})");
    EXPECT_EQ(read({.server = "s", .identity_token = "t"}),
              R"({"serveraddress":"s","identitytoken":"t"})");
}

}  // namespace
}  // namespace carrot::sandbox
