#include "cli/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "base/posix.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t line_limit_bytes = 4096;

/// While it lives, what is typed is not shown.
class HiddenTyping {
public:
    explicit HiddenTyping(int terminal) : terminal_(terminal) {
        known_ = ::tcgetattr(terminal, &before_) == 0;
        auto hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        if (known_) ::tcsetattr(terminal, TCSAFLUSH, &hidden);
    }
    ~HiddenTyping() {
        if (known_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

    bool works() const { return known_; }

private:
    int terminal_;
    bool known_ = false;
    termios before_{};
};

Result<stellar::SecretText> read_line(int terminal) {
    std::string line;
    line.reserve(line_limit_bytes);  // grows without leaving copies
    for (char c = 0;;) {
        auto got = ::read(terminal, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fail(ErrorCode::cancelled, "no answer");
        if (c == '\n') return stellar::SecretText(std::move(line));
        if (line.size() == line_limit_bytes)
            return fail(ErrorCode::invalid_argument, "the answer is longer than {} bytes",
                        line_limit_bytes);
        line.push_back(c);
    }
}

}  // namespace

Result<stellar::SecretText> ask_secret(std::string_view question) {
    FileDescriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal.valid())
        return fail(ErrorCode::failed_precondition, "there is no terminal to ask at");
    HiddenTyping hidden(terminal.get());
    if (!hidden.works())
        return fail(ErrorCode::failed_precondition, "the terminal can't hide what is typed");
    write_all(terminal.get(), as_bytes(fmt::format("{}: ", question)));
    return read_line(terminal.get());
}

Result<stellar::SecretText> ask_new_secret(std::string_view question) {
    auto first = TRY(ask_secret(question));
    if (first.reveal().empty()) return fail(ErrorCode::invalid_argument, "it is empty");
    auto second = TRY(ask_secret("The same again"));
    if (first.reveal() != second.reveal())
        return fail(ErrorCode::invalid_argument, "the two differ: try again");
    return first;
}

}  // namespace carrot::cli
