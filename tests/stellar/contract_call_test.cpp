#include "stellar/contract_call.hpp"

#include <gmock/gmock.h>

#include "stellar/authorization.hpp"
#include "stellar/golden.hpp"
#include "stellar/scripted_network.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"

namespace carrot::tests {

using namespace stellar;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const ContractId market{{3}};

xdr::Operation claim() {
    return invoke_contract(market, "claim_job", {to_scval(std::uint32_t{7})});
}

class ContractCallTest : public testing::Test {
protected:
    ScriptedNetwork network;
    ContractCaller& caller = network.caller;
};

}  // namespace

TEST_F(ContractCallTest, ReadsAValueWithoutSendingAnything) {
    network.simulates(simulation_of(to_scval(std::uint32_t{5})));
    EXPECT_EQ(caller.read(market, "get_next_job_id", {}).value(), to_scval(std::uint32_t{5}));
    EXPECT_THAT(network.rpc.calls(), ElementsAre("simulateTransaction"));
}

TEST_F(ContractCallTest, GoesFromSimulationToTheLedger) {
    network.ends_transactions_with(success(), meta_with(to_scval(true)));
    std::vector<CallStep> steps;
    const auto outcome = caller.call(
        alice(), claim(),
        {.on_progress = [&](const CallProgress& progress) { steps.push_back(progress.step); }});
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->return_value, to_scval(true));
    EXPECT_EQ(outcome->ledger, 17U);
    EXPECT_EQ(outcome->fee_charged_stroops, 777);
    EXPECT_THAT(steps, ElementsAre(CallStep::simulated, CallStep::signed_, CallStep::sent,
                                   CallStep::confirmed));
}

TEST_F(ContractCallTest, AssemblesFeeSequenceAndEndOfTheTransaction) {
    ASSERT_TRUE(caller.call(alice(), claim(), {.resource_fee_margin_percent = 10}));
    const auto& envelope = network.sent().front().v1();
    EXPECT_EQ(envelope.tx.seq_num, 42);
    EXPECT_EQ(envelope.tx.ext.soroban_data().resource_fee, 1110);
    EXPECT_EQ(envelope.tx.fee, 1210U);
    EXPECT_EQ(envelope.tx.cond.time_bounds().max_time, network.ledger_time + 120);
    EXPECT_EQ(envelope.signatures.size(), 1U);
}

TEST_F(ContractCallTest, MakesEqualCallsDifferentTransactions) {
    EXPECT_NE(caller.prepare(alice(), claim()).value().hash,
              caller.prepare(alice(), claim()).value().hash);
}

TEST_F(ContractCallTest, CountsTheEndFromTheLaterOfBothClocks) {
    network.ledger_time += 1'000'000;
    EXPECT_EQ(caller.prepare(alice(), claim()).value().not_after, network.ledger_time + 120);
    network.ledger_time = 1;  // an idle local network
    EXPECT_EQ(caller.prepare(alice(), claim()).value().not_after, 1'700'000'120U);
}

TEST_F(ContractCallTest, NamesTheContractsErrorByItsNumber) {
    network.simulates({.error = "HostError: Error(Contract, #7)\n\nEvent log (newest first):"});
    const auto outcome = caller.call(alice(), claim());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::contract_failed);
    EXPECT_EQ(contract_error_number(outcome.error()), 7U);
    EXPECT_EQ(outcome.error().message, "claim_job of " + market.to_string() +
                                           " was refused by the contract: HostError: "
                                           "Error(Contract, #7)");
    EXPECT_TRUE(network.sent().empty());
}

TEST_F(ContractCallTest, TellsOtherHostErrorsApart) {
    network.simulates({.error = "HostError: Error(WasmVm, MissingValue)\n\nEvent log"});
    const auto outcome = caller.call(alice(), claim());
    EXPECT_EQ(outcome.error().code, ErrorCode::failed_precondition);
    EXPECT_EQ(contract_error_number(outcome.error()), std::nullopt);
}

TEST_F(ContractCallTest, NamesTheContractsErrorWhenTheLedgerFoundIt) {
    xdr::DiagnosticEvent event;
    event.event.body.v0().topics = {to_scval(Symbol{"error"}),
                                    xdr::ScVal::error(xdr::ScError::contract_code(9))};
    const auto trapped =
        xdr::OperationResult::tr(xdr::OperationResultTr::invoke_host_function_result(
            xdr::InvokeHostFunctionResult::trapped()));
    network.ends_transactions_with({.result = xdr::TransactionResultResult::tx_failed({trapped})},
                                   xdr::TransactionMeta::v4({.diagnostic_events = {event}}));
    const auto outcome = caller.call(alice(), claim());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(contract_error_number(outcome.error()), 9U);
    EXPECT_THAT(outcome.error().message, HasSubstr("INVOKE_HOST_FUNCTION_TRAPPED"));
    EXPECT_THAT(outcome.error().message, HasSubstr("in ledger 17"));
}

TEST_F(ContractCallTest, RestoresArchivedEntriesFirst) {
    auto archived = simulation_of(xdr::ScVal::void_());
    archived.restore = RestorePreamble{{.resource_fee = 55}, 55};
    network.simulates(archived);
    const auto outcome =
        caller.call(alice(), claim(), {.on_progress = [&](const CallProgress& progress) {
                        if (progress.step == CallStep::restoring) {
                            network.simulates(simulation_of(xdr::ScVal::void_()));
                        }
                    }});
    ASSERT_TRUE(outcome) << outcome.error().message;
    ASSERT_EQ(network.sent().size(), 2U);
    const auto& restore = network.sent()[0].v1().tx;
    EXPECT_EQ(restore.operations[0], restore_footprint());
    EXPECT_EQ(restore.seq_num, 42);
    EXPECT_EQ(network.sent()[1].v1().tx.seq_num, 43);
}

TEST_F(ContractCallTest, SignsForOthersAndSimulatesAgain) {
    auto simulation = simulation_of(xdr::ScVal::void_());
    simulation.authorizations = {
        xdr::decode_base64<xdr::SorobanAuthorizationEntry>(golden("authorization.v2.unsigned"))
            .value()};
    network.simulates(simulation);
    EXPECT_EQ(caller.call(alice(), claim()).error().code, ErrorCode::permission_denied);
    ASSERT_TRUE(caller.call(alice(), claim(), {.other_signers = {bob()}}));
    const auto& auth =
        network.sent().back().v1().tx.operations[0].body.invoke_host_function_op().auth;
    EXPECT_NE(auth[0].credentials.address_v2().signature, xdr::ScVal::void_());
    EXPECT_EQ(network.rpc.params_of("simulateTransaction").at("authMode").as_string(), "enforce");
}

TEST_F(ContractCallTest, MakesANewTransactionWhenItsSequenceNumberIsTaken) {
    network.answers_sends({"txBAD_SEQ"});
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_EQ(network.sent().size(), 2U);
}

TEST_F(ContractCallTest, GivesUpAfterEightTakenSequenceNumbers) {
    network.answers_sends(std::vector<std::string>(20, "txBAD_SEQ"));
    EXPECT_EQ(caller.call(alice(), claim()).error().code, ErrorCode::unavailable);
    EXPECT_EQ(network.sent().size(), 8U);
}

TEST_F(ContractCallTest, SendsAgainToABusyNetwork) {
    network.answers_sends({"TRY_AGAIN_LATER", "TRY_AGAIN_LATER", "DUPLICATE"});
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_EQ(network.sent().size(), 3U);
    EXPECT_EQ(network.sent()[0], network.sent()[2]);
}

TEST_F(ContractCallTest, NeverPaysTwiceWhenAnAnswerWasLost) {
    // The first send arrived; its answer did not. The second learns that the number is used.
    network.answers_sends({"connection lost", "txBAD_SEQ"});
    ASSERT_TRUE(caller.call(alice(), claim()));
    EXPECT_EQ(network.sent().size(), 2U);
    EXPECT_EQ(network.sent()[0], network.sent()[1]);
}

TEST_F(ContractCallTest, SaysWhyTheNetworkRefusesATransaction) {
    network.answers_sends({"txINSUFFICIENT_BALANCE"});
    const auto outcome = caller.call(alice(), claim());
    EXPECT_EQ(outcome.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(outcome.error().message,
                HasSubstr("txINSUFFICIENT_BALANCE: the account can't pay"));
}

TEST_F(ContractCallTest, EndsWaitingWhenTheTransactionsTimeIsOver) {
    network.forgets_transactions();
    const auto prepared = caller.prepare(alice(), claim()).value();
    network.ledger_time = prepared.not_after + 1;
    EXPECT_EQ(caller.await(prepared).error().code, ErrorCode::timed_out);
}

TEST_F(ContractCallTest, EndsWaitingOnAnIdleNetwork) {
    network.forgets_transactions();
    EXPECT_EQ(caller.call(alice(), claim()).error().code, ErrorCode::timed_out);
}

TEST_F(ContractCallTest, StopsWaitingOnRequest) {
    network.forgets_transactions();
    std::stop_source source;
    const auto outcome = caller.call(alice(), claim(),
                                     {.on_progress =
                                          [&](const CallProgress& progress) {
                                              if (progress.step == CallStep::sent)
                                                  source.request_stop();
                                          },
                                      .stop = source.get_token()});
    EXPECT_EQ(outcome.error().code, ErrorCode::cancelled);
}

TEST_F(ContractCallTest, FindsWhatBecameOfAnEarlierAttempt) {
    const auto prepared = caller.prepare(alice(), claim()).value();
    ASSERT_TRUE(caller.submit(prepared));
    EXPECT_EQ(caller.find(prepared.hash).value()->ledger, 17U);
    network.forgets_transactions();
    EXPECT_EQ(caller.find(prepared.hash).value(), std::nullopt);
}

TEST_F(ContractCallTest, SubmitsAStoredTransactionAgainAfterARestart) {
    const auto prepared = caller.prepare(alice(), claim()).value();
    ASSERT_TRUE(caller.submit(prepared));
    network.answers_sends({"txBAD_SEQ"});  // it was applied before the restart
    EXPECT_TRUE(caller.submit(prepared));
    EXPECT_TRUE(caller.await(prepared));
}

TEST_F(ContractCallTest, SaysThatAStoredTransactionCanNoLongerBeApplied) {
    const auto prepared = caller.prepare(alice(), claim()).value();
    network.forgets_transactions();
    network.answers_sends({"txBAD_SEQ"});
    EXPECT_EQ(caller.submit(prepared).error().code, ErrorCode::failed_precondition);
}

TEST_F(ContractCallTest, PaysWithoutSimulation) {
    ASSERT_TRUE(caller.pay(
        alice(), {create_account(bob().account(), 10), native_payment(bob().account(), 5)}));
    EXPECT_EQ(network.sent().front().v1().tx.fee, 200U);
    EXPECT_THAT(network.rpc.calls(), testing::Not(testing::Contains("simulateTransaction")));
}

TEST_F(ContractCallTest, UploadsWasmThatTheNetworkDoesNotHave) {
    const Bytes wasm{0, 0x61, 0x73, 0x6d};
    EXPECT_EQ(caller.upload(alice(), wasm).value(), sha256(wasm));
    EXPECT_EQ(network.sent().front().v1().tx.operations[0], upload_wasm(wasm));
}

TEST_F(ContractCallTest, KnowsTheIdOfTheContractItCreates) {
    const auto id = caller.create(alice(), Hash{5}, Salt{6}, {});
    ASSERT_TRUE(id) << id.error().message;
    EXPECT_EQ(*id, derive_contract_id(standalone().id(), alice().account(), Salt{6}));
}

}  // namespace carrot::tests
