// JobRunner's beginning: the steps prepare and claim, after which the job is ours or somebody
// else's.
#include <utility>

#include "base/log.hpp"
#include "worker/either_stop.hpp"
#include "worker/job_runner.hpp"
#include "worker/retry.hpp"

namespace carrot::worker {
namespace {

/// How often the chain is asked again that calls a job open whose claim has landed.
constexpr int doubts_limit = 5;

/// For so long after its end every node still knows a transaction that landed.
constexpr std::uint64_t known_for_s = 3600;

std::string in_words(ChainStatus status) { return fmt::format("it is {}", name_of(status)); }

}  // namespace

/// What runs is what two answers in a row say.
Result<void> JobRunner::check_description(const ChainJob& job) {
    if (job.description == record_.description && job.compute_hours == record_.compute_hours)
        return {};
    record_.description = job.description;
    record_.compute_hours = job.compute_hours;
    spec_ = market::parse_job_spec(record_.description);
    return fail(ErrorCode::unavailable, "its description is another than before: asking again");
}

Result<void> JobRunner::prepare(std::stop_token stop) {
    const auto& chain = context_.parts.chain;
    const auto on_chain = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    const bool claimed = is_ours(on_chain);
    const bool may_claim = chain.can_sign() && record_.origin == Origin::chain;
    // Nothing is sent before the step claim: it was no claim of this worker's, unless an earlier
    // one that seemed to be lost has landed since.
    if (claimed && may_claim && record_.call) return go_to(Step::claim);
    if (claimed && may_claim)
        return conclude(Verdict::lost, "another worker of this provider has claimed it");
    if (!claimed && (on_chain.status != ChainStatus::open || !may_claim))
        return conclude(Verdict::lost, in_words(on_chain.status));
    TRY(check_description(on_chain));
    const auto failing = claimed ? failing_verdict() : Verdict::refused;
    if (interrupt_.stop_requested()) return end_as(failing, stop_reason());

    const EitherStop interrupted(stop, interrupt_.get_token());
    const EitherStop drained(interrupted.token(), context_.drain.get_token());
    const auto waiting = claimed ? interrupted.token() : drained.token();
    if (const auto ready = make_ready(waiting); !ready)
        return end_or_retry(ready.error(), failing, context_.options.start_limit);
    failing_since_.reset();
    TRY(occupy(waiting));
    // The GPU may have been waited for for long.
    if (const auto card = find_card(); needs_container() && !card)
        return end_or_retry(card.error(), failing, context_.options.start_limit);
    if (claimed) return go_to(Step::start);
    const auto signed_call = sign(CallKind::claim, Step::claim, stop);
    if (!signed_call && is_final(signed_call.error()))
        return conclude(Verdict::refused, signed_call.error().message);
    return signed_call;
}

Result<void> JobRunner::occupy(std::stop_token stop) {
    if (slot_) return {};
    auto slot = context_.slots.wait_for(record_.gpu_id, record_.job_id, stop);
    if (!slot) return fail(ErrorCode::cancelled, "stopped");
    slot_.emplace(std::move(*slot));
    return {};
}

Result<void> JobRunner::sign(CallKind kind, Step step, std::stop_token stop) {
    record_.call = TRY(calls_.sign(kind, record_.job_id, record_.result_hash, stop));
    return go_to(step);
}

Result<void> JobRunner::claim(std::stop_token stop) {
    if (!record_.call) return go_to(Step::prepare);
    if (image_ && !may_have_container_) {
        may_have_container_ = true;
        making_ = std::async(std::launch::async, [this, stop] { return create_container(stop); });
    }
    const auto landing = TRY(calls_.send(*record_.call, stop));
    const auto job = TRY(context_.parts.chain.fetch_job(record_.job_id, stop));
    if (is_ours(job) && is_mine(landing)) return claimed();
    if (is_ours(job))
        return conclude(Verdict::lost, "another worker of this provider has claimed it");
    if (job.status != ChainStatus::open) return conclude(Verdict::lost, in_words(job.status));
    if (landing == Landing::refused) return conclude(Verdict::refused, "its claim was refused");
    if (landing == Landing::landed && ++conclusions_ < doubts_limit)
        return fail(ErrorCode::unavailable, "its claim is said to have landed, and it is open");
    return claim_again(stop);
}

/// Whether the claim that the chain has is this worker's: another machine may work with the same
/// key, and the contract can't tell the two apart. What only missed its ledgers may have landed
/// before the node's memory begins.
bool JobRunner::is_mine(Landing landing) const {
    if (landing != Landing::missed) return landing == Landing::landed;
    return unix_seconds(context_.parts.clock.now()) > record_.call->not_after + known_for_s;
}

Result<void> JobRunner::claimed() {
    log::info("worker", "claimed job {} on GPU {}", record_.job_id, record_.gpu_id);
    const auto container = awaited_container();
    record_.call.reset();
    if (!container) return go_to(Step::start);
    record_.container_id = container->value;
    ++record_.attempts;
    note_start();
    return go_to(Step::run);
}

/// For as long as the job is open. Others may have its GPU meanwhile: their claims may land. The
/// call stays in the journal until another is signed, for the case that it lands after all.
Result<void> JobRunner::claim_again(std::stop_token stop) {
    // Another image may be pinned the next time; and until it is gone, the journal says why it is
    // there.
    TRY(remove_container(stop));
    TRY(go_to(Step::prepare));
    slot_.reset();
    return fail(ErrorCode::unavailable, "its claim missed its ledgers: {}", calls_.failure());
}

}  // namespace carrot::worker
