// A node that is slow, broken, behind or lying costs time, and nothing else.
#include "faults/unreliable_node.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "faults/lies.hpp"
#include "faults/world.hpp"

namespace carrot::tests {
namespace {

using market::JobStatus;

constexpr const char* job_code = "echo made > /output/x";

struct Fault {
    std::string name;
    Misbehaviour misbehaviour;
    std::optional<Place> since{};  ///< none: before the job is posted
    int jobs_before = 0;           ///< that are not troubled yet
    bool restarts = false;         ///< the worker, so that it asks what it asks once
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.name; }

class NodeThat : public testing::TestWithParam<Fault> {
protected:
    static void SetUpTestSuite() {
        world = std::make_unique<World>();
        node = std::make_unique<UnreliableNode>(world->rpc_url());
        world->let_worker_use(node->url());
        world->kill({Part::worker});
        world->start({Part::worker});
    }
    static void TearDownTestSuite() {
        world.reset();
        node.reset();
    }

    void TearDown() override {
        node->behave_well();
        if (!HasFailure()) world->expect_gpu_free();
    }

    static inline std::unique_ptr<World> world;
    static inline std::unique_ptr<UnreliableNode> node;
};

TEST_P(NodeThat, LetsTheJobEndRightAndBePaidOnce) {
    const auto& fault = GetParam();
    const int told_before = node->told();
    if (!fault.since) node->behave(fault.misbehaviour);
    if (fault.restarts) world->kill({Part::worker});
    if (fault.restarts) world->start({Part::worker});
    for (int i = 0; i < fault.jobs_before; ++i)
        world->worker().finish(world->post(job_code));
    const auto job = world->post(job_code);
    if (fault.since) {
        world->worker().run_until(*fault.since, job);
        node->behave(fault.misbehaviour);
    }
    world->worker().finish(job);
    EXPECT_GT(node->told(), told_before);
    world->expect_completed(job, "made\n");
}

const auto name_of_fault = [](const auto& fault) { return fault.param.name; };

constexpr Place claimed{Step::claim, Moment::after};
constexpr Place stored{Step::collect, Moment::after};
constexpr Place settled{Step::settle, Moment::after};

INSTANTIATE_TEST_SUITE_P(
    Fails, NodeThat,
    testing::Values(Fault{"IsSilent", times(2, silent())},
                    Fault{"IsSilentAfterTheClaim", times(2, silent()), claimed},
                    Fault{"IsBusy", times(3, busy())},
                    Fault{"IsBusyAfterTheRun", times(3, busy()), stored},
                    Fault{"IsBroken", times(10, broken())}, Fault{"CutsOff", times(10, cut_off())},
                    Fault{"CutsOffAfterTheRun", times(10, cut_off()), stored},
                    Fault{"AnswersGarbage", times(10, garbage())},
                    Fault{"AnswersGarbageAfterTheRun", times(10, garbage()), stored}),
    name_of_fault);

INSTANTIATE_TEST_SUITE_P(
    IsWrong, NodeThat,
    testing::Values(Fault{"IsBehind", stale()}, Fault{"Forgets", times(3, forgetful())},
                    Fault{"ForgetsTheEnd", times(3, forgetful()), stored},
                    Fault{"DropsTheClaim", times(1, dropping())},
                    Fault{"DropsTheEnd", times(1, dropping()), stored},
                    Fault{"PretendsTheClaim", pretending(2), std::nullopt, 1},
                    Fault{"PretendsTheEnd", pretending(1)},
                    Fault{"ServesAnotherNetwork", times(1, foreign()), std::nullopt, 0, true}),
    name_of_fault);

INSTANTIATE_TEST_SUITE_P(
    Lies, NodeThat,
    testing::Values(
        Fault{"SaysCancelledBeforeTheClaim",
              times(1, telling_that_the_job_is(JobStatus::cancelled))},
        Fault{"SaysCancelledAfterTheClaim", times(1, telling_that_the_job_is(JobStatus::cancelled)),
              claimed},
        Fault{"SaysOpenAfterTheClaim", times(1, telling_that_the_job_is(JobStatus::open)), claimed},
        Fault{"SaysCancelledBeforeTheEnd", times(1, telling_that_the_job_is(JobStatus::cancelled)),
              stored},
        Fault{"SaysCompletedBeforeTheEnd", times(1, telling_that_the_job_is(JobStatus::completed)),
              stored},
        Fault{"SaysClaimedAfterTheEnd", times(1, telling_that_the_job_is(JobStatus::claimed)),
              settled},
        Fault{"SaysCancelledAfterTheEnd", times(1, telling_that_the_job_is(JobStatus::cancelled)),
              settled},
        Fault{"TellsOfAnotherJobBeforeTheClaim", times(1, telling_of_another_job())},
        Fault{"TellsOfAnotherJobAfterTheClaim", times(1, telling_of_another_job()), claimed},
        Fault{"TellsOfAnotherJobBeforeTheEnd", times(1, telling_of_another_job()), stored}),
    name_of_fault);

}  // namespace
}  // namespace carrot::tests
