// Each program of programs/ is run as a job; it ends with the job's end and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>

#include "proving_ground.hpp"

namespace carrot::hostile {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* programs_folder = CARROT_SOURCE_DIR "/tests/hostile/programs";
constexpr std::size_t memory_limit_bytes = std::size_t{512} << 20;
/// From the end of a job's time to its container's: the grace of a second, and a busy machine's.
constexpr std::chrono::seconds end_limit{20};
constexpr std::size_t text_in_messages_bytes = 4000;

/// Of this suite, as far as they are selected.
std::vector<std::string> selected_tests() {
    std::vector<std::string> names;
    const auto& all = *testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i)
        for (int k = 0; k < all.GetTestSuite(i)->total_test_count(); ++k)
            if (const auto* test = all.GetTestSuite(i)->GetTestInfo(k); test->should_run())
                names.emplace_back(test->name());
    return names;
}

class HostileProgram : public testing::TestWithParam<Program> {
protected:
    /// Posts every selected program, so that they run side by side.
    static void SetUpTestSuite() {
        try {
            ground = std::make_unique<ProvingGround>();
        } catch (const std::exception& e) {
            FAIL() << "no hostile program is run: " << e.what();
        }
        const auto selected = selected_tests();
        for (const auto& program : load_programs(programs_folder))
            if (std::ranges::any_of(selected, [&](const std::string& test) {
                    return test.ends_with("/" + program.name);
                }))
                jobs[program.name] = ground->post(program);
    }
    static void TearDownTestSuite() { ground.reset(); }

    void SetUp() override { ASSERT_TRUE(ground) << "jobs are not sealed"; }

    static inline std::unique_ptr<ProvingGround> ground;
    static inline std::map<std::string, worker::JobId> jobs;
};

std::vector<std::string> segments_of(const std::string& name) {
    const auto slash = name.find('/');
    if (slash == name.npos) return {name};
    return {name.substr(0, slash), name.substr(slash + 1)};
}

void expect_log(const Program& program, const std::string& log) {
    EXPECT_FALSE(log.contains("BREACH")) << log.substr(0, text_in_messages_bytes);
    for (const auto& text : program.says)
        EXPECT_TRUE(log.contains(text))
            << "it doesn't say " << text << ": " << log.substr(0, text_in_messages_bytes);
}

TEST_P(HostileProgram, EndsWithItsJobAndNothingElse) {
    const auto& program = GetParam();
    const auto record = ground->wait_for(jobs.at(program.name));
    const auto log = ground->log_of(record.job_id);
    EXPECT_EQ(record.verdict, program.verdict) << record.reason << '\n'
                                               << log.substr(0, text_in_messages_bytes);
    EXPECT_THAT(record.reason, HasSubstr(program.reason));
    expect_log(program, log);

    const bool completed = record.verdict == worker::Verdict::completed;
    EXPECT_EQ(ground->workplace.chain.payments(record.job_id), completed ? 1 : 0);
    if (completed)
        for (const auto& name : program.hands_out)
            EXPECT_NO_THROW(ground->stored(record, segments_of(name))) << name;
    else
        EXPECT_THAT(ground->stored(record, {}), HasSubstr("exitStatus"));
    for (const auto& line : program.left_out)
        EXPECT_THAT(ground->stored(record, {"stderr.txt"}), HasSubstr(line));

    EXPECT_THAT(ground->traces_of(record), ElementsAre());
    EXPECT_THAT(ground->disk_faults_of(record), ElementsAre());
    EXPECT_LT(record.finished_at - record.started_at,
              std::chrono::seconds(program.timeout_s) + end_limit);
    EXPECT_LT(peak_memory_bytes(), memory_limit_bytes);
}

INSTANTIATE_TEST_SUITE_P(, HostileProgram, testing::ValuesIn(load_programs(programs_folder)),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace carrot::hostile
