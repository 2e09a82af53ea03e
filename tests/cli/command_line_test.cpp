// The program's face, in process: every `--help`, and the form of what it says without a market.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <sstream>

#include "base/file.hpp"
#include "cli/cli.hpp"
#include "cli/session.hpp"
#include "program.hpp"
#include "stellar/key_pair.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::cli {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using tests::carrot;
using tests::Ran;

/// The names in the "Commands:" section of a help text.
std::vector<std::string> commands_in(const std::string& help) {
    std::vector<std::string> names;
    auto start = help.find("\nCommands:\n");
    if (start == std::string::npos) return names;
    std::istringstream lines(help.substr(start + 11));
    for (std::string line; std::getline(lines, line) && line.starts_with("  ");) {
        names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    return names;
}

/// The help of a command and of all below it.
std::string all_help(std::vector<std::string> command) {
    auto with_help = command;
    with_help.push_back("--help");
    auto [exit_code, out, err] = carrot(with_help);
    EXPECT_EQ(exit_code, 0);
    EXPECT_EQ(err, "");
    auto text = fmt::format("$ carrot {}\n{}\n", fmt::join(with_help, " "), out);
    for (const auto& name : commands_in(out)) {
        auto below = command;
        below.push_back(name);
        text += all_help(below);
    }
    return text;
}

// Regenerate: UPDATE_GOLDEN=1 carrot_cli_tests --gtest_filter='Help.*'
TEST(Help, IsAsItWasForEveryCommand) {
    setenv("XDG_CONFIG_HOME", "/nowhere", 1);
    std::filesystem::path golden = CARROT_SOURCE_DIR "/tests/cli/golden/help.txt";
    auto help = all_help({});
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(write_file(golden, as_bytes(help)));
    }
    auto expected = read_file(golden, 1 << 20);
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(help, as_text(*expected));
}

TEST(Help, HasAnExampleForEveryCommand) {
    auto help = all_help({});
    std::size_t commands = 0, examples = 0;
    for (auto at = help.find("\nUsage: "); at != help.npos; at = help.find("\nUsage: ", at + 1)) {
        auto line = help.substr(at + 1, help.find('\n', at + 1) - at);
        bool is_group = line.contains("<command>");
        auto end = help.find("\n$ carrot", at);
        if (is_group) continue;
        ++commands;
        if (help.substr(at, end - at).contains("\nExamples:\n")) ++examples;
    }
    EXPECT_GT(commands, 25u);
    EXPECT_EQ(examples, commands);
}

TEST(CommandLine, SaysItsVersion) {
    EXPECT_THAT(carrot({"--version"}).out, testing::StartsWith("carrot "));
}

TEST(CommandLine, GivesErrorsAsADocumentWithJson) {
    tests::TemporaryDirectory directory;
    auto ran = carrot({"gpu", "list", "--json", "--data-dir", directory.path().native()});
    EXPECT_EQ(ran.exit_code, 3);
    auto error = json::parse(ran.out).at("error");
    EXPECT_EQ(error.at("code"), "not_found");
    EXPECT_EQ(error.at("exit_code"), 3);
    EXPECT_THAT(std::string{error.at("message").as_string()}, HasSubstr("carrot up"));
    EXPECT_THAT(ran.err, testing::StartsWith("error: "));
}

TEST(CommandLine, ReadsOptionsOfEveryCommandBeforeAndAfterIt) {
    tests::TemporaryDirectory directory;
    auto data = directory.path().native();
    auto before = carrot({"--json", "--data-dir", data, "gpu", "list"});
    auto after = carrot({"gpu", "list", "--json", "--data-dir", data});
    EXPECT_EQ(before.out, after.out);
}

TEST(Secrets, OnTheCommandLineAreRefusedWithoutRepeatingThem) {
    auto secret = stellar::KeyPair::generate().secret().reveal();
    for (const auto& line :
         std::vector<std::vector<std::string>>{{"job", "list", "--key", secret},
                                               {"worker", "--key=" + secret},
                                               {"key", "fund", secret},
                                               {"--json", "gpu", "list", "--key", secret}}) {
        auto ran = carrot(line);
        EXPECT_EQ(ran.exit_code, 2);
        EXPECT_THAT(ran.err, HasSubstr("this is a secret key, and other users can see it there"));
        EXPECT_THAT(ran.out + ran.err, Not(HasSubstr(secret)));
    }
    setenv("CARROT_KEY", secret.c_str(), 1);
    auto ran = carrot({"gpu", "list"});
    unsetenv("CARROT_KEY");
    EXPECT_THAT(ran.err, HasSubstr("CARROT_KEY: this is a secret key"));
    EXPECT_THAT(ran.err, Not(HasSubstr(secret)));
}

TEST(Keys, AreListedWithoutTheirSecrets) {
    tests::TemporaryDirectory directory;
    setenv("STELLAR_CONFIG_HOME", directory.path().c_str(), 1);
    auto data = directory.path().native();
    auto made = carrot({"key", "generate", "erin", "--json", "--data-dir", data});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto address = json::parse(made.out).at("address").as_string();
    EXPECT_EQ(json::parse(made.out).at("name"), "erin");

    auto listed = carrot({"key", "list", "--json", "--data-dir", data});
    auto keys = json::parse(listed.out);
    const auto& key = keys.at("keys").at(0);
    EXPECT_EQ(key.at("address"), address);
    EXPECT_EQ(key.as_object().size(), 3u);  // with "encrypted"

    auto again = carrot({"key", "generate", "erin", "--data-dir", data});
    EXPECT_EQ(again.exit_code, 4);
}

TEST(Keys, AreNotTakenAsSecretsFromTheCommandLine) {
    tests::TemporaryDirectory directory;
    setenv("STELLAR_CONFIG_HOME", directory.path().c_str(), 1);
    // SEP-23's example of a seed.
    std::string secret = "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR";
    auto ran = carrot({"key", "fund", secret, "--data-dir", directory.path().native()});
    EXPECT_NE(ran.exit_code, 0);
    EXPECT_THAT(ran.err, testing::Not(HasSubstr(secret)));
}

TEST(Keys, UnderAPassphraseOpenWithItAlone) {
    tests::TemporaryDirectory directory;
    setenv("STELLAR_CONFIG_HOME", directory.path().c_str(), 1);
    auto data = directory.path().native();
    auto right = directory.path() / "right", wrong = directory.path() / "wrong";
    ASSERT_TRUE(write_file(right, as_bytes("correct horse\n"), FileMode::secret));
    ASSERT_TRUE(write_file(wrong, as_bytes("battery staple\n"), FileMode::secret));

    auto made = carrot({"key", "generate", "frank", "--encrypt", "--passphrase-file",
                        right.native(), "--json", "--data-dir", data});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_TRUE(json::parse(made.out).at("encrypted").as_bool());
    auto file = read_file(directory.path() / "identity" / "frank.toml", 1 << 16);
    EXPECT_THAT(std::string{as_text(*file)}, Not(HasSubstr("\nsecret_key")));

    Settings settings;
    settings.key = "frank";
    settings.data_directory = data;
    settings.passphrase_file = right;
    Session session(settings, {}, {});
    EXPECT_EQ(session.key()->account().to_string(),
              json::parse(made.out).at("address").as_string());
    settings.passphrase_file = wrong;
    Session stranger(settings, {}, {});
    EXPECT_EQ(stranger.key().error().code, ErrorCode::permission_denied);
}

TEST(Keys, ArePutUnderAPassphraseInPlace) {
    tests::TemporaryDirectory directory;
    setenv("STELLAR_CONFIG_HOME", directory.path().c_str(), 1);
    auto data = directory.path().native();
    auto passphrase = directory.path() / "passphrase";
    ASSERT_TRUE(write_file(passphrase, as_bytes("correct horse\n"), FileMode::secret));
    auto secret = stellar::KeyPair::generate().secret();
    auto secret_file = directory.path() / "secret";
    ASSERT_TRUE(write_file(secret_file, as_bytes(secret.reveal()), FileMode::secret));
    ASSERT_EQ(
        carrot({"key", "add", "grace", "--secret-file", secret_file.native(), "--data-dir", data})
            .exit_code,
        0);
    auto before = carrot({"key", "list", "--json", "--data-dir", data});
    auto done = carrot(
        {"key", "encrypt", "grace", "--passphrase-file", passphrase.native(), "--data-dir", data});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto after = carrot({"key", "list", "--json", "--data-dir", data});
    auto key = [](const Ran& ran) { return json::parse(ran.out).at("keys").at(0); };
    EXPECT_EQ(key(before).at("address"), key(after).at("address"));
    EXPECT_FALSE(key(before).at("encrypted").as_bool());
    EXPECT_TRUE(key(after).at("encrypted").as_bool());
    EXPECT_FALSE(std::filesystem::exists(directory.path() / "encrypting-grace"));
}

}  // namespace
}  // namespace carrot::cli
