// What 'carrot worker status' shows of a worker's answers.
#include "cli/worker_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace carrot::cli {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

const TimePoint now{1'000'000s};

class WorkerReport : public testing::Test {
protected:
    std::string text() { return worker_report(answers, now, Paint(false)).value(); }

    WorkerAnswers answers{.health = boost::json::parse(R"({
            "status": "ok", "version": "1", "mode": "autonomous", "provider": "GABC",
            "marketplace": "C", "network": "n", "startedAt": 1,
            "runningJobs": [{"jobId": 17, "gpuId": 3, "step": "run", "since": 999940000,
                             "progress": ""}],
            "endedJobs": {"completed": 120, "released": 2},
            "chainFailure": null,
            "lastTrouble": {"message": "job 12 at step settle: no answer", "at": 992800000},
            "uptimeSeconds": 442800,
            "ledger": {"number": 51234567, "closedAt": null, "ageSeconds": 4},
            "disk": {"freeBytes": 442381631488, "sizeBytes": 1979120929996,
                     "imagesBytes": 25125558681, "imagesBudgetBytes": 107374182400},
            "gpus": [{"gpuId": 3, "model": "RTX 4090", "vramGb": 24, "available": true,
                      "uuid": "GPU-a", "problem": "", "switchedOff": false},
                     {"gpuId": 5, "model": "A100", "vramGb": 80, "available": false, "uuid": "",
                      "problem": "its card GPU-b is gone", "switchedOff": true}]})"),
                          .jobs = boost::json::parse(R"({"jobs": [
            {"jobId": 17, "gpuId": 3, "status": "running", "reason": "", "resultHash": "",
             "updatedAt": 999940000},
            {"jobId": 16, "gpuId": 3, "status": "released", "reason": "exit status 3",
             "resultHash": "ipfs://bafy", "updatedAt": 996400000}]})"),
                          .check_gpu = boost::json::parse(R"({"available": true,
            "gpus": [{"uuid": "GPU-a", "utilizationPercent": 97, "temperatureCelsius": 65,
                      "powerMilliwatts": 320500}],
            "troubles": [{"kind": "card_lost", "text": "GPU 1 is lost", "remedy": "reboot"}]})")};
};

TEST_F(WorkerReport, SaysAtAGlanceHowTheWorkerIs) {
    EXPECT_EQ(text(), R"(worker    ok, autonomous, up for 5 d 03 h
provider  GABC
network   ledger 51234567, first seen 4.0 s ago
disk      412.0 GiB free of 1.7 TiB
images    23.3 GiB of 100.0 GiB
jobs      120 completed, 2 released
at work   job 17 on GPU 3: run for 1 min 00 s
trouble   2 h 00 min ago: job 12 at step settle: no answer

GPU  MODEL     ON THE MARKET      BUSY %  °C    W  TAKES JOBS
  3  RTX 4090  yes                    97  65  320  yes
  5  A100      no: by the worker       -   -    -  no: its card GPU-b is gone
GPU 1 is lost → reboot

JOB  GPU  STATUS    AGO         RESULT, OR WHY NOT
 17    3  running   1 min 00 s
 16    3  released  1 h 00 min  exit status 3
)");
}

TEST_F(WorkerReport, SaysSinceWhenTheNetworkIsSilent) {
    answers.health.as_object()["chainFailure"] = {{"message", "connection refused"},
                                                  {"since", 999910000}};
    EXPECT_THAT(text(), HasSubstr("network   silent for 1 min 30 s: connection refused\n"));
}

TEST_F(WorkerReport, RemarksThatNoLedgerHasComeForLong) {
    answers.health.at("ledger").as_object()["ageSeconds"] = 600;
    EXPECT_THAT(text(), HasSubstr("first seen 10 min 00 s ago: the node lags behind, or"));
}

TEST_F(WorkerReport, SaysWhatToDoWhereThereIsNothingYet) {
    answers.health.as_object()["gpus"] = boost::json::array{};
    answers.health.as_object()["endedJobs"] = boost::json::object{};
    answers.jobs.at("jobs").as_array().clear();
    EXPECT_THAT(text(), HasSubstr("no GPU of this provider yet: 'carrot gpu register'"));
    EXPECT_THAT(text(), HasSubstr("jobs      none has ended yet"));
    EXPECT_THAT(text(), HasSubstr("no jobs yet"));
}

TEST_F(WorkerReport, NamesTheMemberOfAnAnswerThatIsNone) {
    answers.health.as_object()["uptimeSeconds"] = "long";
    const auto report = worker_report(answers, now, Paint(false));
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message, HasSubstr("uptimeSeconds"));
}

}  // namespace
}  // namespace carrot::cli
