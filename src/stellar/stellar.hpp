// stellar: a client's half of the Stellar network: keys and addresses, transactions and their
// signatures, the RPC, and contract calls.
//
//   auto key = TRY(KeyStore(directory).load("alice"));               // stellar/key_store.hpp
//   RpcClient rpc(http, TRY(http::Url::parse(network.rpc_url)));      // stellar/rpc_client.hpp
//   ContractCaller caller(rpc, network, clock);                      // stellar/contract_call.hpp
//   auto outcome = TRY(caller.call(key, invoke_contract(id, "claim_job", {to_scval(me), …})));
//
// Finer steps, for a program that must survive its own crash: prepare() builds and signs, the
// caller stores the envelope, submit() sends, await() polls by hash.
#pragma once

#include "stellar/address.hpp"
#include "stellar/authorization.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/hash.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/key_store.hpp"
#include "stellar/network.hpp"
#include "stellar/operation.hpp"
#include "stellar/rpc_client.hpp"
#include "stellar/scval.hpp"
#include "stellar/signed_message.hpp"
#include "stellar/strkey.hpp"
#include "stellar/transaction.hpp"
#include "stellar/transaction_hash.hpp"
