// What becomes of a transaction that is handed in.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "host/host.hpp"

namespace carrot::ledger {

using Hash = host::Hash;

enum class SubmissionStatus {
    pending,          ///< it is checked and will be in the next ledger
    duplicate,        ///< this very transaction is pending already
    try_again_later,  ///< another one of its source account is pending, or the queue is full
    error,            ///< it is not valid: see the result
};

struct Submission {
    SubmissionStatus status = SubmissionStatus::pending;
    Hash tx_hash{};
    Bytes error_result{};  ///< TransactionResult XDR, for `error`
    std::vector<Bytes>
        diagnostic_events{};  ///< DiagnosticEvent XDR, for `error`, if there is more to say
};

}  // namespace carrot::ledger
