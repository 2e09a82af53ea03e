#include "base/log.hpp"

#include <gtest/gtest.h>

namespace carrot::log {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

std::string line_of(std::string_view message) {
    CaptureStderr();
    write(Level::info, "tests", message);
    return GetCapturedStderr();
}

TEST(Log, IsOneLineAnEventWhateverItsTextHolds) {
    const auto line = line_of("a\nb\x1b[31m");
    EXPECT_NE(line.find("tests a\\nb?[31m"), std::string::npos) << line;
}

TEST(Log, IsAnObjectALineForPrograms) {
    set_form(Form::json);
    const Context job("job", 17);
    const auto line = line_of("said \"no\"\n\xff");
    set_form(Form::text);
    EXPECT_TRUE(line.starts_with(R"({"time":"2)")) << line;
    EXPECT_NE(line.find(R"(,"level":"info","room":"tests","message":"said \"no\"\u000a)"),
              std::string::npos)
        << line;
    EXPECT_TRUE(line.ends_with(",\"job\":17}\n")) << line;
}

TEST(Log, ForgetsAContextThatIsOver) {
    set_form(Form::json);
    {
        const Context job("job", 17);
    }
    const auto line = line_of("done");
    set_form(Form::text);
    EXPECT_EQ(line.find("job"), std::string::npos) << line;
}

}  // namespace
}  // namespace carrot::log
