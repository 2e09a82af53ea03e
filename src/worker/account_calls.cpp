#include "worker/account_calls.hpp"

#include "base/log.hpp"

namespace carrot::worker {

Result<SignedCall> AccountCalls::sign(CallKind kind, JobId job, const std::string& result_hash,
                                      std::stop_token stop) {
    if (!lock_.owns_lock()) lock_.lock();
    auto call = chain_.sign(kind, job, result_hash, stop);
    if (!call) lock_.unlock();
    return call;
}

Result<Landing> AccountCalls::send(const SignedCall& call, std::stop_token stop) {
    if (!lock_.owns_lock()) lock_.lock();
    const auto settled = chain_.settle(call, stop);
    auto landing = Landing::landed;
    if (!settled) {
        const auto code = settled.error().code;
        if (code != ErrorCode::contract_failed && code != ErrorCode::timed_out &&
            code != ErrorCode::failed_precondition)
            return std::unexpected(settled.error());
        failure_ = settled.error().message;
        log::warning("worker", "a transaction did not land: {}", failure_);
        landing = code == ErrorCode::contract_failed ? Landing::refused : Landing::missed;
    }
    lock_.unlock();
    return landing;
}

}  // namespace carrot::worker
