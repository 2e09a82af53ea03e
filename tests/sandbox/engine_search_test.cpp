#include "sandbox/engine_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/temporary_directory.hpp"
#include "support/test_engine.hpp"

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;

class EngineSearching : public testing::Test {
protected:
    ~EngineSearching() override { ::unsetenv("DOCKER_HOST"); }
    tests::TemporaryDirectory directory;
};

TEST_F(EngineSearching, TriesTheConfiguredSocketAndNoOther) {
    const auto socket = directory.path() / "none.sock";
    EXPECT_THAT(engine_sockets({.socket = socket}), testing::ElementsAre(socket));
    const auto engine = find_engine({.socket = socket}, {});
    EXPECT_EQ(engine.error().code, ErrorCode::not_found);
    EXPECT_THAT(engine.error().message, HasSubstr("none.sock"));
    EXPECT_THAT(engine.error().message, HasSubstr("install docker.io"));
}

TEST_F(EngineSearching, TriesDockerHostFirst) {
    ::setenv("DOCKER_HOST", "unix:///x/y.sock", 1);
    EXPECT_EQ(engine_sockets({}).front(), "/x/y.sock");
    EXPECT_EQ(engine_sockets({})[1], "/var/run/docker.sock");
}

TEST_F(EngineSearching, OverlooksADockerHostOnAnotherMachine) {
    ::setenv("DOCKER_HOST", "tcp://192.0.2.1:2376", 1);
    EXPECT_EQ(engine_sockets({}).front(), "/var/run/docker.sock");
}

TEST_F(EngineSearching, FindsTheEngineThatAnswers) {
    const auto engine = find_engine({.socket = tests::test_engine_socket()}, {});
    ASSERT_TRUE(engine) << engine.error().message;
    EXPECT_FALSE(engine->is_private());
    EXPECT_TRUE(engine->client().inspect_image(tests::busybox_image));
}

}  // namespace
}  // namespace carrot::sandbox
