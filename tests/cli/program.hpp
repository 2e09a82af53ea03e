// The program in this process: what a command line prints, and how it ends.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "cli/cli.hpp"
#include "support/capture.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::cli::tests {

using carrot::tests::Capture;
using carrot::tests::TemporaryDirectory;

struct Ran {
    int exit_code;
    std::string out;
    std::string err;
};

inline Ran carrot(const std::vector<std::string>& arguments, std::stop_token stop = {}) {
    Capture out, err;
    const int exit_code =
        run(arguments, {.out = out.stream(), .err = err.stream()}, std::move(stop));
    return {exit_code, out.text(), err.text()};
}

inline std::string text_of(const boost::json::value& value) {
    return std::string(value.as_string());
}

/// While it lives, stdin is a file.
class StandardInput {
public:
    explicit StandardInput(const std::filesystem::path& file) : before_(::dup(STDIN_FILENO)) {
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (before_ < 0 || fd < 0 || ::dup2(fd, STDIN_FILENO) < 0)
            throw std::runtime_error("could not read " + file.string());
        ::close(fd);
    }
    ~StandardInput() {
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }
    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;

private:
    int before_;
};

/// `carrot ipfs` with a store, and a folder for files, of its own.
struct IpfsProgram {
    TemporaryDirectory folder;

    Ran ipfs(std::vector<std::string> arguments, const std::string& data = "data") const {
        arguments.insert(arguments.begin(), "ipfs");
        arguments.insert(arguments.end(), {"--data-dir", path(data)});
        return carrot(arguments);
    }

    boost::json::object ask(std::vector<std::string> arguments,
                            const std::string& data = "data") const {
        arguments.emplace_back("--json");
        const auto ran = ipfs(std::move(arguments), data);
        if (ran.exit_code != 0) throw std::runtime_error(ran.err);
        return boost::json::parse(ran.out).as_object();
    }

    std::string cid_of(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "add");
        return text_of(ask(std::move(arguments)).at("cid"));
    }

    std::string path(const std::string& name) const { return (folder.path() / name).native(); }

    std::string make_file(const std::string& name, std::string_view content) const {
        const auto file = folder.path() / name;
        std::filesystem::create_directories(file.parent_path());
        if (!write_file(file, as_bytes(content))) throw std::runtime_error("write " + name);
        return file.native();
    }

    std::string content_of(const std::string& name) const {
        const auto content = read_file(folder.path() / name, 1 << 20);
        if (!content) throw std::runtime_error(content.error().message);
        return std::string(as_text(*content));
    }
};

}  // namespace carrot::cli::tests
