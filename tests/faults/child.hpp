// A process that tests talk with by lines, and kill.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/posix.hpp"

namespace carrot::tests {

class Child {
public:
    /// Its stdin and stdout are pipes to here, its stderr is appended to `log`. It dies with this
    /// process. Throws std::runtime_error when it can't be started.
    Child(std::vector<std::string> command, const std::string& log);
    ~Child();  ///< kills
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t id() const { return id_; }

    /// The next line of its stdout, without its end; none when `limit` is over, or at the end.
    std::optional<std::string> line(std::chrono::milliseconds limit);

    void write(std::string_view text);
    void signal(int number) const;

    /// Waits for its end: the exit status, or 128 + signal. Again: the same.
    int wait();
    bool has_ended();
    void kill();

private:
    pid_t id_ = 0;
    bool ended_ = false;
    int status_ = 0;
    FileDescriptor input_, output_;
    std::string read_;  ///< beginning of lines to come
};

}  // namespace carrot::tests
