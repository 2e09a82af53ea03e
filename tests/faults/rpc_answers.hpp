// What a misbehaving node needs to read questions and to make up answers.
#pragma once

#include <string>

#include "faults/unreliable_node.hpp"
#include "xdr/transaction.hpp"

namespace carrot::tests {

std::string text_of(const boost::json::object& object, const char* name);

/// The answer's "result".
boost::json::object& result_of(boost::json::object& answer);

/// The call's parameter "transaction", and its hash in hex.
xdr::TransactionEnvelope envelope_of(const RpcCall& call);
std::string hash_of(const RpcCall& call);

/// An answer to sendTransaction with this status, as of the latest ledger; `more` are further
/// members.
http::Response sent(const RpcCall& call, const char* status, boost::json::object more = {});

}  // namespace carrot::tests
