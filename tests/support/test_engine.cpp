#include "support/test_engine.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "base/file.hpp"
#include "base/log.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/private_engine.hpp"
#include "support/tar_writer.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {
namespace {

constexpr const char* busybox_program = "/bin/busybox";
constexpr std::size_t busybox_limit_bytes = 16 << 20;

template <class T>
T expect(Result<T> result) {
    if (!result) throw std::runtime_error("no test engine: " + result.error().message);
    return *std::move(result);
}

struct TestEngine {
    TemporaryDirectory directory;
    sandbox::PrivateEngine daemon =
        expect(sandbox::PrivateEngine::start({.directory = directory.path() / "e"}, {}));
    std::unique_ptr<sandbox::ContainerEngine> client = sandbox::make_docker_engine(daemon.socket());

    TestEngine() {
        const auto archive = directory.path() / "busybox.tar";
        if (auto written = write_file(archive, as_bytes(busybox_root_archive())); !written)
            throw std::runtime_error(written.error().message);
        expect(client->import_image(busybox_image, archive, {}));
    }
    ~TestEngine() {
        if (const auto stopped = daemon.stop(); !stopped)
            log::warning("tests", "{}", stopped.error().message);
    }
};

TestEngine& instance() {
    static TestEngine engine;
    return engine;
}

}  // namespace

std::string busybox_root_archive() {
    TarWriter tar;
    tar.folder("bin/").folder("tmp/", 01777).folder("output/").folder("inputs/").folder("job/");
    tar.file("bin/busybox", as_text(expect(read_file(busybox_program, busybox_limit_bytes))), 0755);
    // `python3 -u SCRIPT` for tests that have no use for a whole Python: the script is the shell's.
    tar.file("bin/python3", "#!/bin/sh\nshift\nexec /bin/sh \"$@\"\n", 0755);
    for (const auto* command :
         {"sh",    "cat",      "echo",     "sleep", "id",    "mount", "ls",    "dd",    "ln",
          "mkdir", "mkfifo",   "mknod",    "ip",    "wget",  "nc",    "env",   "kill",  "ps",
          "head",  "yes",      "true",     "false", "touch", "tr",    "grep",  "chmod", "seq",
          "stat",  "nslookup", "hostname", "date",  "tail",  "wc",    "printf"})
        tar.symbolic_link(std::string("bin/") + command, "busybox");
    return tar.finish();
}

sandbox::ContainerEngine& test_engine() { return *instance().client; }

std::filesystem::path test_engine_socket() { return instance().daemon.socket(); }

std::filesystem::path test_engine_folder() { return test_engine_socket().parent_path(); }

}  // namespace carrot::tests
