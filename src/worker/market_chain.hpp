// The chain as it is: the market's contracts on a Stellar network, with the provider's key or
// without it.
#pragma once

#include <cstdint>
#include <memory>

#include "market/market.hpp"
#include "stellar/key_pair.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// The market's caller outlives it. The limit is the setting inclusion_fee_max_stroops: for each
/// transaction's inclusion (stellar::CallOptions), on top of what its resources cost.
std::unique_ptr<Chain> make_market_chain(market::Market market, const stellar::KeyPair& provider,
                                         std::uint32_t inclusion_fee_cap_stroops = 1'000'000);

/// Reads and settles, but can't sign: for a worker whose provider's key is in a browser's wallet.
std::unique_ptr<Chain> make_watching_chain(market::Market market,
                                           const stellar::AccountId& provider);

}  // namespace carrot::worker
