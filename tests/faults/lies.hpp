// How a node can misbehave (unreliable_node.hpp).
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "faults/unreliable_node.hpp"
#include "market/market.hpp"

namespace carrot::tests {

/// Only the first `count` answers that would be untrue.
Misbehaviour times(int count, Misbehaviour misbehaviour);

/// Only calls of one method.
Misbehaviour in(std::string method, Misbehaviour misbehaviour);

/// Takes the call and does not answer.
Misbehaviour silent();
/// 429 with Retry-After.
Misbehaviour busy(std::chrono::seconds retry_after = std::chrono::seconds(1));
/// 500.
Misbehaviour broken();
/// Half an answer, and the connection's end.
Misbehaviour cut_off();
/// What is no JSON at all.
Misbehaviour garbage();

/// Every other answer is the first one that the same question ever had.
Misbehaviour stale();

/// getTransaction doesn't know the transaction.
Misbehaviour forgetful();
/// sendTransaction says PENDING, and nothing is sent.
Misbehaviour dropping();
/// As dropping, and getTransaction says SUCCESS for what was dropped; after so many honest ones.
Misbehaviour pretending(int honest_sends);

/// getNetwork tells of another network.
Misbehaviour foreign();

/// The job has another status.
Misbehaviour telling_that_the_job_is(market::JobStatus status);
/// Asked for a job, it tells another.
Misbehaviour telling_of_another_job();

}  // namespace carrot::tests
