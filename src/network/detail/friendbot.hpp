// Friendbot: gives a new account its first 10,000 lumens, from the root account.
#pragma once

#include <mutex>

#include "http/message.hpp"
#include "ledger/ledger.hpp"

namespace carrot::network {

class Friendbot {
public:
    /// Something must close ledgers meanwhile: `ledger` outlives the friendbot.
    explicit Friendbot(ledger::Ledger& ledger) : ledger_(ledger) {}

    /// GET and POST /friendbot?addr=G…: answers when the funding transaction is in a closed ledger.
    /// 400 with a Horizon problem when the address is wrong, or funded already.
    http::Response answer(const http::Request& request);

private:
    /// The funding transaction's record. already_exists: the account has its lumens.
    Result<ledger::TransactionRecord> fund(const std::string& address, std::stop_token stop);

    ledger::Ledger& ledger_;
    std::mutex funding_;  // the root account sends one transaction at a time
};

}  // namespace carrot::network
