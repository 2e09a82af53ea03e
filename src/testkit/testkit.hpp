// testkit: contracts tried out on the real Soroban host, in the test's own process, without a
// network.
//
//   testkit::Chain chain;                                     // a ledger in memory, public rates
//   chain.deploy(hello_wasm(), 1, {});
//   soroban::Client<Hello, testkit::ChainTransport> hello({chain, chain.contract_address(1)});
//   EXPECT_EQ(hello.hello({"World"}).value(), …);             // Outcome<T>: value, error or
//   failure
//
// Chain has accounts, time, ledgers, granted and signed authorizations, snapshots, archival and
// restore. Outcome and Call say what became of a call: its value or error, events (events.hpp), who
// was asked for what (authorization_tree.hpp), what was restored, what it cost. matchers.hpp has
// the assertions for GoogleMock. The examples' tests (tests/soroban) use all of it.
#pragma once

#include "testkit/authorization_tree.hpp"
#include "testkit/call.hpp"
#include "testkit/chain.hpp"
#include "testkit/events.hpp"
