// `carrot ipfs add`: the CIDs that Kubo gives to the same content, and what is pinned.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "program.hpp"

namespace carrot::cli::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// What Kubo says to `ipfs add` of these.
constexpr std::string_view hello = "hello world\n";
constexpr std::string_view hello_v0 = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";
constexpr std::string_view hello_v1 = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

struct IpfsAdd : testing::Test, IpfsProgram {
    boost::json::array pins() const { return ask({"pin", "ls"}).at("pins").as_array(); }
};

TEST_F(IpfsAdd, PrintsTheCidAlone) {
    const auto ran = ipfs({"add", make_file("hello", hello)});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.out, std::string(hello_v1) + "\n");
    EXPECT_EQ(ran.err, "");
}

TEST_F(IpfsAdd, PinsUnderTheFilesNameOrAnother) {
    ask({"add", make_file("hello", hello)});
    EXPECT_EQ(text_of(pins().at(0).at("cid")), hello_v1);
    EXPECT_EQ(pins().at(0).at("name"), "hello");
    ask({"add", path("hello"), "--name", "greeting", "--expires", "2h"});
    EXPECT_EQ(pins().at(0).at("name"), "greeting");
}

TEST_F(IpfsAdd, PinsForAsLongAsIsWanted) {
    ask({"add", make_file("hello", hello), "--expires", "2h"});
    const auto pin = pins().at(0);
    EXPECT_EQ(pin.at("expires_at").to_number<std::uint64_t>() -
                  pin.at("pinned_at").to_number<std::uint64_t>(),
              7200U);
}

TEST_F(IpfsAdd, GivesTheCidsOfTheLegacyProfile) {
    const auto file = make_file("hello", hello);
    EXPECT_EQ(cid_of({"--profile", "unixfs-v0-2015", file}), hello_v0);
    EXPECT_EQ(cid_of({"--cid-version", "0", file}), hello_v0);
    EXPECT_EQ(cid_of({"--profile", "unixfs-v0-2015", "--cid-version", "1", file}), hello_v1);
}

TEST_F(IpfsAdd, TakesRawLeavesAsTold) {
    const auto file = make_file("hello", hello);
    EXPECT_THAT(cid_of({"--raw-leaves", "no", file}), testing::StartsWith("bafybei"));
    const auto ran = ipfs({"add", "--cid-version", "0", "--raw-leaves", "yes", file});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("add --cid-version 1"));
}

TEST_F(IpfsAdd, CutsFilesByTheSizeThatIsWanted) {
    const auto file = make_file("bytes", std::string(10'000, 'x'));
    const auto cid = cid_of({"--chunk-size", "1KiB", file});
    EXPECT_EQ(cid, cid_of({"--chunk-size", "1024", file}));
    EXPECT_NE(cid, cid_of({file}));
    for (const auto* wrong : {"0", "2MiB", "1GiB", "-1", "1048577", "x", ""})
        EXPECT_EQ(ipfs({"add", "--chunk-size", wrong, file}).exit_code, 2) << wrong;
}

TEST_F(IpfsAdd, TakesSeveralPathsAndNamesEach) {
    const auto a = make_file("a", "1"), b = make_file("b", "2");
    const auto ran = ipfs({"add", a, b});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.out, cid_of({a}) + " a\n" + cid_of({b}) + " b\n");
    EXPECT_EQ(ipfs({"add", a, b, "--quiet"}).out, cid_of({a}) + "\n" + cid_of({b}) + "\n");
    const auto document = ask({"add", a, b});
    EXPECT_EQ(document.at("added").as_array().size(), 2U);
    EXPECT_EQ(document.at("added").at(0).at("content_bytes"), 1U);
}

TEST_F(IpfsAdd, AddsFoldersWithAllThatIsBelow) {
    make_file("out/a", "1");
    make_file("out/b/.hidden", "2");
    const auto cid = cid_of({path("out")});
    EXPECT_EQ(cid, cid_of({path("out") + "/"}));
    EXPECT_EQ(cid, cid_of({"-r", path("out")}));
    EXPECT_EQ(ipfs({"cat", cid + "/b/.hidden"}).out, "2");
}

TEST_F(IpfsAdd, WrapsPathsInOneFolder) {
    make_file("folder/x", "1");
    const auto file = make_file("a", "2");
    const auto wrapped = cid_of({"--wrap", file, path("folder/")});
    EXPECT_EQ(ipfs({"cat", wrapped + "/a"}).out, "2");
    EXPECT_EQ(ipfs({"cat", wrapped + "/folder/x"}).out, "1");
    make_file("same/a", "2");
    make_file("same/folder/x", "1");
    EXPECT_EQ(wrapped, cid_of({path("same")}));
}

TEST_F(IpfsAdd, RefusesTwoThingsOfOneNameInAFolder) {
    const auto ran = ipfs({"add", "-w", make_file("a/x", "1"), make_file("b/x", "2")});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("two things as 'x'"));
}

TEST_F(IpfsAdd, ReadsStandardInput) {
    const StandardInput piped(make_file("hello", hello));
    EXPECT_EQ(ipfs({"add", "-"}).out, std::string(hello_v1) + "\n");
    EXPECT_EQ(pins().at(0).at("name"), "stdin");
}

TEST_F(IpfsAdd, WrapsStandardInputUnderAName) {
    const StandardInput piped(make_file("hello", hello));
    const auto cid = cid_of({"-", "-w", "--stdin-name", "greeting.txt"});
    EXPECT_EQ(ipfs({"cat", cid + "/greeting.txt"}).out, hello);
}

TEST_F(IpfsAdd, StopsWaitingForStandardInputWhenAsked) {
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    const int writer = ::open(path("pipe").c_str(), O_RDWR | O_CLOEXEC);
    std::stop_source stop;
    stop.request_stop();
    const StandardInput piped(path("pipe"));
    const auto ran = carrot({"ipfs", "add", "-", "--data-dir", path("data")}, stop.get_token());
    ::close(writer);
    EXPECT_EQ(ran.exit_code, 12);
}

TEST_F(IpfsAdd, RefusesStandardInputTwice) {
    EXPECT_THAT(ipfs({"add", "-", "-"}).err, HasSubstr("stdin ends once"));
}

TEST_F(IpfsAdd, RefusesSymbolicLinksUnlessToldToKeepThem) {
    make_file("out/file", "1");
    std::filesystem::create_symlink("file", folder.path() / "out/link");
    const auto refused = ipfs({"add", path("out")});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("out/link: it is a symbolic link"));
    const auto cid = cid_of({"--symlinks", "keep", path("out")});
    EXPECT_THAT(ipfs({"ls", cid}).out, HasSubstr("link@"));
}

TEST_F(IpfsAdd, NamesAFileWhoseNameIsNoTextInText) {
    const auto document = ask({"add", make_file("caf\xe9", hello)});
    EXPECT_EQ(text_of(document.at("added").at(0).at("name")), "caf\xef\xbf\xbd");
    EXPECT_EQ(text_of(pins().at(0).at("name")), "caf\xef\xbf\xbd");
}

TEST_F(IpfsAdd, StoresNothingWhenTheHashAloneIsWanted) {
    EXPECT_EQ(cid_of({"--only-hash", make_file("hello", hello)}), hello_v1);
    EXPECT_FALSE(std::filesystem::exists(path("data/ipfs")));
}

TEST_F(IpfsAdd, LeavesWhatIsNotPinnedToTheCollection) {
    const auto cid = cid_of({"--no-pin", make_file("hello", hello)});
    EXPECT_EQ(ipfs({"cat", cid}).out, hello);
    EXPECT_TRUE(pins().empty());
    EXPECT_EQ(ask({"gc"}).at("removed_blocks"), 1U);
}

TEST_F(IpfsAdd, SaysWhatIsWrong) {
    const auto file = make_file("hello", hello);
    const auto refusal = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "add");
        return ipfs(std::move(arguments)).err;
    };
    EXPECT_THAT(refusal({path("absent")}), HasSubstr("absent"));
    EXPECT_THAT(refusal({file, "--profile", "v7"}), HasSubstr("unixfs-v0-2015"));
    EXPECT_THAT(refusal({file, "--symlinks", "follow"}), HasSubstr("neither keep nor refuse"));
    EXPECT_THAT(refusal({file, "--cid-version", "2"}), HasSubstr("neither 0 nor 1"));
    EXPECT_THAT(refusal({file, "--no-pin", "--name", "x"}), HasSubstr("--no-pin"));
    EXPECT_THAT(refusal({file, "--expires", "soon"}), HasSubstr("30d"));
    EXPECT_THAT(refusal({}), EndsWith("--help'\n"));
}

TEST_F(IpfsAdd, KeepsToTheDiskBudgetOfTheSettings) {
    const auto file = make_file("file", "content");
    const auto car = path("file.car");
    ASSERT_EQ(ipfs({"export", cid_of({file}), "-o", car}).exit_code, 0);
    const auto settings = make_file("config.toml", "[worker.store]\ndisk_budget_gb = 1\n");
    const std::string full_count("\0\0\0\x40\0\0\0\0", 8);  // 1 GiB, as the store counts it
    for (const auto& line : {std::vector<std::string>{"add", "--no-pin", file}, {"import", car}}) {
        make_file("other/ipfs/usage", full_count);
        auto limited = line;
        limited.insert(limited.end(), {"--config", settings});
        const auto refused = ipfs(limited, "other");
        EXPECT_EQ(refused.exit_code, 9);
        EXPECT_THAT(refused.err, HasSubstr("the disk budget of 1073741824 bytes"));
        EXPECT_EQ(ipfs(line, "other").exit_code, 0);
        std::filesystem::remove_all(path("other"));
    }
}

}  // namespace
}  // namespace carrot::cli::tests
