// The contracts' numbered refusals in words.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace carrot::market {

struct ContractError {
    std::uint32_t number = 0;
    std::string_view name;    ///< as declared: "job_not_open"; empty for a number of others
    std::string_view reason;  ///< what is wrong, and what to do
};

/// Numbers are unique across both contracts, so the number alone tells. Those of the token and of
/// other contracts get a general reason.
ContractError contract_error(std::uint32_t number);

/// "claim job 17: only an open job can be claimed … (contract error 208, job_not_open)"
std::unexpected<Error> contract_failure(std::string_view operation, std::uint32_t number);

}  // namespace carrot::market
