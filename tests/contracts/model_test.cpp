// Random calls by several parties, with jumps of the clock, on both contracts and on a model of
// them: after each the refusal and the money have to be the same, and at the end the lists. 100
// stories of 100 steps; RC_PARAMS="max_success=1000" tells 1,000.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "contracts/market_model.hpp"

namespace carrot::contracts::test {
namespace {

constexpr std::size_t steps_per_story = 100;

enum class Act {
    registers,
    opens,
    closes,
    prices,
    posts,
    claims,
    completes,
    releases,
    cancels,
    withdraws,
    waits
};

struct Step {
    Act act;
    std::size_t party;
    u32 id;  ///< of a GPU or a job: now and then of none
    u32 hours;
    std::int64_t amount;
};

void showValue(const Step& step, std::ostream& out) {
    out << "{act " << static_cast<int>(step.act) << ", party " << step.party << ", id " << step.id
        << ", hours " << step.hours << ", amount " << step.amount << "}";
}

rc::Gen<Step> any_step() {
    using rc::gen::element;
    using rc::gen::inRange;
    // Jobs are posted and claimed more often than the rest happens.
    const auto act = element(Act::registers, Act::opens, Act::closes, Act::prices, Act::posts,
                             Act::posts, Act::posts, Act::posts, Act::claims, Act::claims,
                             Act::claims, Act::completes, Act::completes, Act::releases,
                             Act::cancels, Act::cancels, Act::withdraws, Act::waits);
    const auto amount = rc::gen::oneOf(inRange<std::int64_t>(-2, 40),
                                       inRange<std::int64_t>(1, 500 * stroops_per_xlm));
    return rc::gen::resize(rc::kNominalSize, rc::gen::construct<Step>(
                                                 act, inRange<std::size_t>(0, MarketModel::parties),
                                                 inRange<u32>(0, 100),
                                                 element<u32>(0, 1, 2, 24, 25, 720, 721), amount));
}

/// The contracts and the model of them, driven side by side.
class Twins : public MarketWorld {
public:
    void TestBody() override {}

    void take(const Step& step) {
        const Party& party = people_[step.party];
        switch (step.act) {
            case Act::registers:
                return same(party.registers("A", 1, step.amount),
                            model_.registers(step.party, step.amount));
            case Act::opens:
                return same(party.opens(gpu(step)),
                            model_.makes_available(step.party, gpu(step), true));
            case Act::closes:
                return same(party.closes(gpu(step)),
                            model_.makes_available(step.party, gpu(step), false));
            case Act::prices:
                return same(party.prices(gpu(step), step.amount),
                            model_.prices(step.party, gpu(step), step.amount));
            case Act::posts:
                return same(party.posts("{}", gpu(step), step.hours, step.amount),
                            model_.posts(step.party, gpu(step), step.hours, step.amount));
            case Act::claims:
                return same(party.claims(job(step)), model_.claims(step.party, job(step)));
            case Act::completes:
                return same(party.completes(job(step)), model_.completes(step.party, job(step)));
            case Act::releases:
                return same(party.releases(job(step)), model_.releases(step.party, job(step)));
            case Act::cancels:
                return same(party.cancels(job(step)), model_.cancels(step.party, job(step)));
            case Act::withdraws:
                return same(market.withdraw_fees(), model_.withdraws());
            case Act::waits:
                after_hours(step.hours);
                model_.passes(u64{step.hours} * 3'600);
                return;
        }
    }

    void compare_money() {
        for (std::size_t i = 0; i < people_.size(); ++i)
            RC_ASSERT(people_[i].balance_stroops() == model_.balance(i));
        RC_ASSERT(stroops(market.get_platform_fees()) == model_.fees());
        std::int64_t held = model_.fees();
        for (const auto& job : model_.jobs()) {
            if (job.status == JobStatus::open || job.status == JobStatus::claimed)
                held += job.payment;
        }
        RC_ASSERT(escrow_stroops() == held);
    }

    /// Ids count up, lists are ascending and hold each party's own.
    void compare_lists() {
        RC_ASSERT(market.get_next_job_id().value() == model_.jobs().size());
        RC_ASSERT(registry.get_next_gpu_id().value() == model_.gpus().size());
        for (std::size_t i = 0; i < people_.size(); ++i) {
            std::vector<u32> own_jobs;
            for (u32 id = 0; id < model_.jobs().size(); ++id) {
                if (model_.jobs()[id].consumer == i) own_jobs.push_back(id);
            }
            RC_ASSERT(market.get_consumer_jobs(people_[i].address()).value() == own_jobs);
        }
        for (u32 id = 0; id < model_.jobs().size(); ++id) {
            RC_ASSERT(market.get_job(id).value().status == model_.jobs()[id].status);
        }
        for (u32 id = 0; id < model_.gpus().size(); ++id) {
            const auto gpu = registry.get_gpu(id).value();
            RC_ASSERT(gpu.total_jobs == model_.gpus()[id].jobs_done);
            RC_ASSERT(stroops(gpu.price_per_hour) == model_.gpus()[id].price);
        }
    }

private:
    // One more than there are: the last is of none.
    u32 gpu(const Step& step) const { return step.id % static_cast<u32>(model_.gpus().size() + 1); }
    u32 job(const Step& step) const { return step.id % static_cast<u32>(model_.jobs().size() + 1); }

    template <class T>
    void same(const Outcome<T>& outcome, Refusal expected) {
        RC_ASSERT(outcome.succeeded() == !expected.has_value());
        RC_ASSERT(outcome.error_number() == expected);
    }

    std::array<Party, MarketModel::parties> people_{provider, consumer, stranger};
    MarketModel model_{
        chain.time_s(),
        {provider.balance_stroops(), consumer.balance_stroops(), stranger.balance_stroops()}};
};

RC_GTEST_PROP(Model, IsWhatTheContractsDo, ()) {
    Twins twins;
    // A story on the real host takes a second: shrinking one would take longer than reading it up
    // to the step that fails, which is the last one logged.
    const auto story =
        *rc::gen::noShrink(rc::gen::container<std::vector<Step>>(steps_per_story, any_step()));
    for (std::size_t i = 0; i < story.size(); ++i) {
        RC_LOG() << "step " << i << ' ';
        twins.take(story[i]);
        twins.compare_money();
    }
    twins.compare_lists();
}

}  // namespace
}  // namespace carrot::contracts::test
