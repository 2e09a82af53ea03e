// attack NAME...: tries each in a process of its own, and says how it ended, a line each:
//
//   mount: refused: Operation not permitted
//   vsock: BREACH
//
// `attack --list` prints the names.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "attack.hpp"

namespace carrot::hostile {

long write_to(const char* file, const char* text) {
    const int fd = ::open(file, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? fd : ::write(fd, text, std::strlen(text));
}

long read_from(const char* file) {
    const int fd = ::open(file, O_RDONLY | O_CLOEXEC);
    char byte = 0;
    if (fd < 0) return fd;
    const auto count = ::read(fd, &byte, 1);
    if (count == 0) errno = ENODATA;
    return count > 0 ? count : -1;
}

namespace {

constexpr unsigned patience_s = 30;

std::array<std::span<const Attack>, 5> tables() {
    return {filling_attacks(), kernel_attacks(), namespace_attacks(), privilege_attacks(),
            socket_attacks()};
}

const Attack* find(std::string_view name) {
    for (const auto& table : tables())
        for (const auto& attack : table)
            if (name == attack.name) return &attack;
    return nullptr;
}

void list() {
    for (const auto& table : tables())
        for (const auto& attack : table)
            std::puts(attack.name);
}

void say(const Attack& attack, long result) {
    if (result == harmless)
        std::printf("%s: done\n", attack.name);
    else if (result < 0)
        std::printf("%s: refused: %s\n", attack.name, std::strerror(errno));
    else
        std::printf("%s: BREACH\n", attack.name);
    std::fflush(stdout);
}

void attempt(const Attack& attack) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(patience_s);
        errno = 0;
        say(attack, attack.run());
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) std::printf("%s: ended by signal %d\n", attack.name, WTERMSIG(status));
    std::fflush(stdout);
}

}  // namespace
}  // namespace carrot::hostile

int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        if (std::string_view(arguments[i]) == "--list") {
            carrot::hostile::list();
            continue;
        }
        const auto* attack = carrot::hostile::find(arguments[i]);
        if (!attack) {
            std::printf("there is no attack %s\n", arguments[i]);
            return 2;
        }
        carrot::hostile::attempt(*attack);
    }
}
