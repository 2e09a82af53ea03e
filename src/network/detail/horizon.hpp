// The few of Horizon's resources that wallets read, in Horizon's shapes.
#pragma once

#include <string_view>

#include "http/message.hpp"
#include "ledger/ledger.hpp"

namespace carrot::network {

/// Horizon's error body (RFC 7807).
http::Response horizon_problem(int status, std::string_view type, std::string_view title,
                               std::string_view detail);

/// GET /: who this is.
http::Response horizon_root(const ledger::Ledger& ledger);

/// GET /fee_stats
http::Response horizon_fee_stats(const ledger::Ledger& ledger);

/// GET /accounts/{account}
http::Response horizon_account(const ledger::Ledger& ledger, const http::Request& request);

/// GET /accounts/{account}/operations?limit=: the latest first, at most 200.
http::Response horizon_operations(const ledger::Ledger& ledger, const http::Request& request);

}  // namespace carrot::network
