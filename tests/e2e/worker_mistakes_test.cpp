// Settings with many mistakes: all of them are named at once, and nothing is started.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "e2e/market_under_test.hpp"

namespace carrot::tests {
namespace {

using testing::EndsWith;

const std::filesystem::path golden = CARROT_SOURCE_DIR "/tests/e2e/golden";

std::string without(std::string text, const std::string& folder) {
    for (auto at = text.find(folder); at != text.npos; at = text.find(folder))
        text.erase(at, folder.size());
    return text;
}

// Regenerate: UPDATE_GOLDEN=1 carrot_e2e_tests --gtest_filter='SettingsMistakes.*'
TEST(SettingsMistakes, AreAllNamedAtOnce) {
    const auto settings = (golden / "mistakes.toml").native();
    const auto run = shared_market().carrot({"--network", "local", "--config", settings, "worker"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.out, "");
    const auto said = without(run.err, golden.native() + "/");
    const auto file = golden / "mistakes.txt";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(write_file(file, as_bytes(said)));
    }
    const auto expected = read_file(file, 1 << 20);
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(said, as_text(*expected));
}

TEST(SettingsMistakes, AreADocumentForPrograms) {
    auto& market = shared_market();
    const auto settings =
        market.script("mistakes.toml", "[worker]\nprot = 3001\n[worker.images]\nlocal = \"all\"\n");
    const auto check = market.carrot({"--json", "--config", settings, "worker", "check"});
    EXPECT_EQ(check.exit_code, 2);
    const auto document = json::parse(check.out).as_object();
    EXPECT_EQ(document.at("valid"), false);
    EXPECT_EQ(document.at("mistakes").as_array().size(), 2u);
    EXPECT_TRUE(document.at("findings").as_array().empty()) << "nothing was tried";
    EXPECT_THAT(check.err, EndsWith("'carrot worker --help' shows every setting\n"));
}

}  // namespace
}  // namespace carrot::tests
