#include "worker/metrics.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "worker/prometheus_reader.hpp"

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;
using Kind = MetricsText::Kind;

TEST(MetricsText, EscapesHelpAndLabels) {
    MetricsText text;
    text.family("x", Kind::gauge, "a \\ and a\nline");
    text.sample({{"l", "a \"b\" \\ \n"}, {"m", ""}}, 1.5);
    EXPECT_EQ(std::move(text).finish(),
              "# HELP carrot_worker_x a \\\\ and a\\nline\n# TYPE carrot_worker_x gauge\n"
              "carrot_worker_x{l=\"a \\\"b\\\" \\\\ \\n\",m=\"\"} 1.5\n");
}

TEST(MetricsText, WritesEveryNumberSoThatItIsRead) {
    MetricsText text;
    text.family("x", Kind::gauge, "Numbers.");
    text.sample({{"n", "1"}}, 1e300);
    text.sample({{"n", "2"}}, -0.000001);
    text.sample({{"n", "3"}}, std::numeric_limits<double>::infinity());
    text.sample({{"n", "4"}}, std::numeric_limits<double>::quiet_NaN());
    text.sample({{"n", "5"}}, 4294967296.0 * 1024);
    const PrometheusReader read(std::move(text).finish());
    EXPECT_EQ(read.value("carrot_worker_x", R"(carrot_worker_x{n="1"})"), 1e300);
    EXPECT_EQ(read.value("carrot_worker_x", R"(carrot_worker_x{n="2"})"), -0.000001);
    EXPECT_EQ(read.value("carrot_worker_x", R"(carrot_worker_x{n="5"})"), 4398046511104.0);
}

TEST(Metrics, CountWhatTheyAreToldOf) {
    Metrics metrics;
    metrics.note_step(Step::run, 30ms);
    metrics.note_step(Step::run, 50ms);
    metrics.note_step(Step::run, 100h);
    metrics.note_step(Step::claim, 0ms);
    metrics.note_container_start();
    metrics.note_payout(19'000'000);
    metrics.note_payout(1);
    MetricsText text;
    metrics.write(text);
    const PrometheusReader read(std::move(text).finish());
    const auto step = [&](const std::string& series) {
        return read.value("carrot_worker_step_seconds", "carrot_worker_step_seconds" + series);
    };
    EXPECT_EQ(step(R"(_bucket{step="run",le="0.01"})"), 0);
    EXPECT_EQ(step(R"(_bucket{step="run",le="0.05"})"), 2);
    EXPECT_EQ(step(R"(_bucket{step="run",le="86400"})"), 2);
    EXPECT_EQ(step(R"(_bucket{step="run",le="+Inf"})"), 3);
    EXPECT_EQ(step(R"(_count{step="run"})"), 3);
    EXPECT_NEAR(step(R"(_sum{step="run"})"), 360000.08, 1e-6);
    EXPECT_EQ(step(R"(_bucket{step="claim",le="0.01"})"), 1);
    EXPECT_EQ(
        read.value("carrot_worker_container_starts_total", "carrot_worker_container_starts_total"),
        1);
    EXPECT_EQ(
        read.value("carrot_worker_earned_stroops_total", "carrot_worker_earned_stroops_total"),
        19'000'001);
}

TEST(PrometheusReader, RefusesWhatIsNotTheFormat) {
    for (const auto* text :
         {"", "\n", "x 1", "x 1\n", "# TYPE x gauge\nx 1\n", "# HELP x h\n# TYPE x gauge\nx{ 1\n",
          "# HELP x h\n# TYPE x gauge\nx{a=b} 1\n", "# HELP x h\n# TYPE x gauge\nx 1\nx 1\n",
          "# HELP x h\n# TYPE x counter\nx 1\n", "# HELP x h\n# TYPE x gauge\nx{a=\"\\z\"} 1\n",
          "# HELP x h\n# TYPE x gauge\ny 1\n",
          "# HELP x h\n# TYPE x histogram\nx_bucket{le=\"1\"} 1\nx_sum 1\nx_count 1\n"})
        EXPECT_THROW(PrometheusReader{text}, std::exception) << text;
}

}  // namespace
}  // namespace carrot::worker
