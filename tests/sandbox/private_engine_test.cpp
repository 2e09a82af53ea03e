#include "sandbox/private_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/output_folder.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class APrivateEngine : public testing::Test {
protected:
    ~APrivateEngine() override { EXPECT_TRUE(unmount_below(directory.path())); }

    PrivateEngine start() {
        auto engine = PrivateEngine::start({.directory = folder}, {});
        if (!engine) throw std::runtime_error(engine.error().message);
        return std::move(*engine);
    }
    static bool answers(const PrivateEngine& engine) {
        return make_docker_engine(engine.socket())->fetch_facts().has_value();
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path folder = directory.path() / "e";
};

TEST_F(APrivateEngine, AnswersOnceItIsStartedAndIsGoneOnceItIsStopped) {
    auto engine = start();
    EXPECT_TRUE(answers(engine));
    const int pid = engine.process_id();
    EXPECT_TRUE(engine.stop());
    EXPECT_EQ(::kill(pid, 0), -1);
    EXPECT_FALSE(answers(engine));
    EXPECT_FALSE(std::filesystem::exists(engine.socket()));
}

TEST_F(APrivateEngine, IsStartedAgainAfterItWasKilled) {
    {
        auto engine = start();
        ::kill(engine.process_id(), SIGKILL);
        ::waitpid(engine.process_id(), nullptr, 0);
        auto second = start();
        EXPECT_NE(second.process_id(), engine.process_id());
        EXPECT_TRUE(answers(second));
    }
}

TEST_F(APrivateEngine, IsTakenOverWhenItsStarterDied) {
    // A child starts it and dies without a word, as a killed Carrot does.
    const int child = ::fork();
    if (child == 0) {
        auto engine = PrivateEngine::start({.directory = folder}, {});
        ::_exit(engine ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    auto engine = start();
    EXPECT_TRUE(answers(engine));
    EXPECT_TRUE(engine.stop());
    EXPECT_FALSE(answers(engine));
}

TEST_F(APrivateEngine, ClearsAPidFileThatNamesAnotherProcess) {
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(write_file(folder / "docker.pid", as_bytes(std::to_string(::getpid()))));
    auto engine = start();
    EXPECT_TRUE(answers(engine));
}

TEST_F(APrivateEngine, SaysWhatToInstallWhenThereIsNoDockerd) {
    const auto engine =
        PrivateEngine::start({.directory = folder, .program = "no-such-dockerd"}, {});
    EXPECT_EQ(engine.error().code, ErrorCode::not_found);
    EXPECT_THAT(engine.error().message, HasSubstr("install docker.io"));
}

TEST_F(APrivateEngine, ShowsTheLogOfADaemonThatEnds) {
    const auto engine = PrivateEngine::start({.directory = folder, .program = "false"}, {});
    EXPECT_EQ(engine.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(engine.error().message, HasSubstr("dockerd ended"));
}

TEST_F(APrivateEngine, RefusesAFolderWhosePathIsTooLongForASocket) {
    const auto engine = PrivateEngine::start({.directory = folder / std::string(80, 'x')}, {});
    EXPECT_EQ(engine.error().code, ErrorCode::invalid_argument);
}

TEST_F(APrivateEngine, StopsStartingWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    const auto engine = PrivateEngine::start({.directory = folder}, stop.get_token());
    EXPECT_EQ(engine.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace carrot::sandbox
