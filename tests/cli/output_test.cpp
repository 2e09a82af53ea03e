// What becomes of results on their way to stdout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "program.hpp"

namespace carrot::cli::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A pipe that nobody reads, as after `carrot … | head -1`.
std::FILE* open_abandoned_pipe() {
    std::signal(SIGPIPE, SIG_IGN);  // as the program has it
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("make a pipe");
    ::close(ends[0]);
    return ::fdopen(ends[1], "w");
}

struct OutputOfIpfs : testing::Test, IpfsProgram {
    Ran print_to(std::FILE* out, std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--data-dir", path("data")});
        Capture errors;
        const int exit_code = run(arguments, {.out = out, .err = errors.stream()}, {});
        std::fclose(out);
        return {exit_code, {}, errors.text()};
    }
};

TEST_F(OutputOfIpfs, FailsWhenAFullDiskTakesNoText) {
    const auto file = make_file("file", "content");
    for (const auto& form : {std::vector<std::string>{"ipfs", "add", file},
                             {"ipfs", "pin", "ls"},
                             {"ipfs", "pin", "ls", "--json"}}) {
        const auto ran = print_to(std::fopen("/dev/full", "w"), form);
        EXPECT_EQ(ran.exit_code, 9);
        EXPECT_THAT(ran.err, HasSubstr("could not write standard output"));
    }
}

TEST_F(OutputOfIpfs, EndsQuietlyWhenItsReaderLeaves) {
    const auto cid = cid_of({make_file("file", "content")});
    for (const auto& form : {std::vector<std::string>{"ipfs", "cat", cid}, {"ipfs", "pin", "ls"}}) {
        const auto ran = print_to(open_abandoned_pipe(), form);
        EXPECT_EQ(ran.exit_code, 12);
        EXPECT_THAT(ran.err, IsEmpty());
    }
}

TEST_F(OutputOfIpfs, IsJsonWhateverNamesAreMadeOf) {
    const auto file = make_file("file", "content");
    const auto cid = text_of(ask({"add", file, "--name", "name \xff"}).at("cid"));
    EXPECT_EQ(ask({"pin", "ls"}).at("pins").at(0).at("name"), "name \uFFFD");
    EXPECT_NO_THROW(ask({"get", cid, "-o", path("copy \xff")}));
    const auto failed = ipfs({"add", path("absent \xff"), "--json"});
    EXPECT_NO_THROW(boost::json::parse(failed.out)) << failed.out;
}

TEST_F(OutputOfIpfs, IsOneDocumentAlsoOfAFailure) {
    const auto cid = cid_of({make_file("file", "content")});
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder.path() / "data/ipfs/blocks"))
        if (entry.is_regular_file()) ASSERT_TRUE(write_file(entry.path(), as_bytes("changed")));
    const auto ran = ipfs({"verify", "--json"});
    EXPECT_EQ(ran.exit_code, 10);
    EXPECT_EQ(boost::json::parse(ran.out).at("faults").as_array().size(), 1U);
    EXPECT_THAT(ran.err, HasSubstr("damaged"));
}

}  // namespace
}  // namespace carrot::cli::tests
