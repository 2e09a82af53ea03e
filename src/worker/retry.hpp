// Which failures may pass by themselves.
#pragma once

#include "base/result.hpp"

namespace carrot::worker {

/// Answers of the chain that say the same before a job is given up for them: one alone may come
/// from a node that lags or lies.
inline constexpr int equal_answers_needed = 3;

/// Trying the same again would end the same.
inline bool is_final(const Error& error) {
    switch (error.code) {
        case ErrorCode::unavailable:
        case ErrorCode::timed_out:
        case ErrorCode::resource_exhausted:
        case ErrorCode::internal:
        case ErrorCode::cancelled:
        // An engine that was told to make the container just before we were killed is still at it:
        // the name is taken, and soon the container is found by it.
        case ErrorCode::already_exists:
            return false;
        default:
            return true;
    }
}

}  // namespace carrot::worker
