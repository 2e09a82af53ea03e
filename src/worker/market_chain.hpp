// The chain as it is: the market's contracts on a Stellar network, with the provider's key or
// without it.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "market/market.hpp"
#include "stellar/key_pair.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// The market's caller and the clock outlive it.
std::unique_ptr<Chain> make_market_chain(market::Market market, const stellar::KeyPair& provider,
                                         Clock& clock);

/// Reads and settles, but can't sign: for a worker whose provider's key is in a browser's wallet.
std::unique_ptr<Chain> make_watching_chain(market::Market market,
                                           const stellar::AccountId& provider, Clock& clock);

}  // namespace carrot::worker
