// The threat model of docs/protocol.md names tests: each of them must be one of this program's.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "base/file.hpp"
#include "testkit/must.hpp"

namespace carrot::contracts::test {
namespace {

std::set<std::string> tests_here() {
    std::set<std::string> names;
    const auto& program = *testing::UnitTest::GetInstance();
    for (int i = 0; i < program.total_test_suite_count(); ++i) {
        const auto& suite = *program.GetTestSuite(i);
        for (int j = 0; j < suite.total_test_count(); ++j)
            names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
    return names;
}

/// The chapter's text, up to the next chapter.
std::string chapter(const std::string& page, const std::string& title) {
    const auto start = page.find("\n## " + title);
    if (start == std::string::npos) return {};
    return page.substr(start, page.find("\n## ", start + 1) - start);
}

std::set<std::string> tests_named_in(const std::string& text) {
    static const std::regex name("`([A-Z][A-Za-z0-9]*\\.[A-Z][A-Za-z0-9]*)`");
    std::set<std::string> names;
    for (std::sregex_iterator match(text.begin(), text.end(), name), end; match != end; ++match)
        names.insert((*match)[1]);
    return names;
}

std::set<std::string> tests_of_the_threat_model() {
    const auto page =
        testkit::must(read_file(CARROT_SOURCE_DIR "/docs/protocol.md", std::size_t{1} << 20));
    return tests_named_in(chapter(std::string(as_text(page)), "Threat model"));
}

TEST(ThreatModel, NamesTestsThatExist) {
    const auto here = tests_here();
    const auto named = tests_of_the_threat_model();
    EXPECT_FALSE(named.empty());
    for (const auto& test : named)
        EXPECT_TRUE(here.contains(test)) << "docs/protocol.md names no test of ours: " << test;
}

TEST(ThreatModel, NamesEachTestOfAnAttack) {
    const auto named = tests_of_the_threat_model();
    for (const auto& test : tests_here()) {
        const bool attacks = test.starts_with("Malicious") || test.starts_with("ArchivedMoney");
        EXPECT_TRUE(!attacks || named.contains(test)) << "docs/protocol.md leaves out " << test;
    }
}

}  // namespace
}  // namespace carrot::contracts::test
