#include "hostile_image.hpp"

#include <stdexcept>
#include <string_view>

#include "base/file.hpp"
#include "support/tar_writer.hpp"

namespace carrot::hostile {
namespace {

constexpr std::size_t program_limit_bytes = 16 << 20;
constexpr unsigned program_mode = 0755;
constexpr unsigned setuid_mode = 06755;

std::string program(const char* file) {
    auto content = read_file(file, program_limit_bytes);
    if (!content) throw std::runtime_error("no hostile image: " + content.error().message);
    return std::string(as_text(*content));
}

}  // namespace

std::string root_archive() {
    tests::TarWriter tar;
    for (const auto* folder : {"bin/", "etc/", "inputs/", "job/", "output/"})
        tar.folder(folder);
    tar.folder("tmp/", 01777);
    const auto busybox = program("/bin/busybox");
    const auto attack = program(CARROT_ATTACK);
    tar.file("bin/busybox", busybox, program_mode);
    tar.folder("bin/root/").file("bin/root/busybox", busybox, setuid_mode);
    tar.file("bin/attack", attack, program_mode).file("bin/root-attack", attack, setuid_mode);
    tar.file("bin/root-id", "#!/bin/sh\nexec /bin/root/busybox id \"$@\"\n", program_mode);
    // `python3 -u SCRIPT`, as the worker calls it.
    tar.file("bin/python3", "#!/bin/sh\nshift\nexec /bin/sh \"$@\"\n", program_mode);
    for (const auto* command :
         {"sh",   "cat",      "chmod",  "cp",    "cut",      "date",    "dd",    "env",
          "find", "grep",     "gzip",   "head",  "id",       "ip",      "kill",  "ln",
          "ls",   "mkdir",    "mkfifo", "mv",    "nslookup", "nsenter", "od",    "printf",
          "ps",   "readlink", "rm",     "rmdir", "seq",      "setsid",  "sleep", "stat",
          "tar",  "touch",    "tr",     "true",  "wc",       "wget",    "yes"})
        tar.symbolic_link(std::string("bin/") + command, "busybox");
    return tar.finish();
}

}  // namespace carrot::hostile
