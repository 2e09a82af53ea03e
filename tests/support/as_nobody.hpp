// A part of a test that must not be root's: nothing is closed to root.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>

namespace carrot::tests {

inline constexpr uid_t nobody = 65534;

/// Runs `body` in a child process as nobody, and here where this process isn't root. An expectation
/// that fails in it prints its message and fails the test. The child ends without destructors
/// outside `body`.
template <class Body>
void as_nobody(Body body) {
    if (::geteuid() != 0) {
        body();
        return;
    }
    constexpr int no_rights_dropped = 2;
    std::fflush(nullptr);  // what the child inherits it would print again
    const auto child = ::fork();
    if (child == 0) {
        const bool dropped =
            ::setresgid(nobody, nobody, nobody) == 0 && ::setresuid(nobody, nobody, nobody) == 0;
        try {
            if (dropped) body();
        } catch (const std::exception& e) {
            ADD_FAILURE() << e.what();
        }
        std::fflush(nullptr);
        ::_exit(dropped ? testing::Test::HasFailure() : no_rights_dropped);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    EXPECT_EQ(status, 0) << "as nobody";
}

}  // namespace carrot::tests
