// Scripts that mean harm, through the whole market: each is stopped, and the market goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Runs the script to its success and returns what it printed.
std::string output_of(const std::string& code) {
    auto& market = shared_market();
    auto script = market.script("script.py", code);
    auto posted = market.ask({"job", "post", script, "--gpu", "0", "--key", "alice"});
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "completed");
    auto number = std::to_string(job.at("job_id").as_int64());
    return std::string{market.ask({"job", "logs", number}).at("stdout").as_string()};
}

/// Runs a script that does not end well, and returns its report.
json::object report_of(const std::string& code, Arguments options = {}) {
    auto& market = shared_market();
    auto script = market.script("script.py", code);
    Arguments arguments{"job", "post", script, "--gpu", "0", "--key", "alice"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    auto posted = market.ask(arguments);
    auto job = market.wait_for_status(posted.at("job_id").as_int64(), "cancelled");
    auto number = std::to_string(job.at("job_id").as_int64());
    return market.ask({"job", "logs", number}).at("report").as_object();
}

TEST(HostileScript, ReachesNoNetwork) {
    auto output = output_of(R"(
import socket
for target in [("1.1.1.1", 53), ("127.0.0.1", 8000), ("172.17.0.1", 80), ("169.254.169.254", 80)]:
    try:
        socket.create_connection(target, timeout=2)
        print("reached", target)
    except OSError as error:
        print("refused", target[0])
try:
    socket.getaddrinfo("example.com", 80)
    print("reached a resolver")
except OSError:
    print("no names")
)");
    EXPECT_THAT(output, Not(HasSubstr("reached")));
    EXPECT_THAT(output, HasSubstr("no names"));
}

TEST(HostileScript, WritesNowhereButToItsOutput) {
    auto output = output_of(R"(
import os, sys
for path in ["/x", "/etc/x", "/usr/bin/x", "/root/x", "/inputs/x", "/proc/sys/kernel/hostname",
             sys.argv[0]]:
    try:
        open(path, "w").write("x")
        print("wrote", path)
    except OSError:
        print("refused", path)
print("user", os.getuid())
)");
    EXPECT_THAT(output, Not(HasSubstr("wrote")));
    EXPECT_THAT(output, Not(HasSubstr("user 0\n")));
}

TEST(HostileScript, ThatForksEndlesslyIsStoppedAtItsTimeLimit) {
    auto report = report_of(R"(
import os, time
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.1)
)",
                            {"--timeout", "3"});
    EXPECT_EQ(report.at("out_of_time"), true);
    EXPECT_EQ(output_of("print('still here')"), "still here\n");
}

TEST(HostileScript, ThatFillsItsMemoryIsKilled) {
    auto report = report_of(R"(
blocks = []
while True:
    blocks.append(b"x" * (64 << 20))
)");
    EXPECT_EQ(report.at("out_of_memory"), true);
    EXPECT_EQ(output_of("print('still here')"), "still here\n");
}

TEST(HostileScript, ThatRunsPastItsLimitIsKilled) {
    auto report = report_of("import time\nprint('waiting', flush=True)\ntime.sleep(600)\n",
                            {"--timeout", "2"});
    EXPECT_EQ(report.at("out_of_time"), true);
    EXPECT_THAT(std::string{report.at("log").as_string()}, HasSubstr("waiting"));
}

TEST(HostileScript, ThatIgnoresTheSignalToEndIsKilledAllTheSame) {
    auto report = report_of(R"(
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    time.sleep(1)
)",
                            {"--timeout", "2"});
    EXPECT_EQ(report.at("out_of_time"), true);
}

TEST(HostileScript, SeesNeitherTheEngineNorTheHostsFiles) {
    auto output = output_of(R"(
import os
for path in ["/var/run/docker.sock", "/run/docker.sock", "/home", "/root"]:
    try:
        print("found", path, os.listdir(path)) if os.path.isdir(path) and os.listdir(path) else None
        print("found", path) if not os.path.isdir(path) and os.path.exists(path) else None
    except OSError:
        pass
print("looked")
)");
    EXPECT_EQ(output, "looked\n");
}

}  // namespace
}  // namespace carrot::tests
