// Against the envelopes and hashes of the JavaScript SDK.
#include "stellar/transaction.hpp"

#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "stellar/golden.hpp"
#include "stellar/operation.hpp"
#include "stellar/scval.hpp"

namespace carrot::tests {

using namespace stellar;

namespace {

template <std::size_t size = 32>
std::array<std::uint8_t, size> filled(std::uint8_t byte) {
    std::array<std::uint8_t, size> bytes;
    bytes.fill(byte);
    return bytes;
}

xdr::TransactionEnvelope signed_by_alice(std::vector<xdr::Operation> operations,
                                         xdr::Memo memo = xdr::Memo::none()) {
    const auto count = static_cast<std::uint32_t>(operations.size());
    auto envelope = build_transaction({.source = alice().account(),
                                       .sequence = 42,
                                       .fee_stroops = 100 * count,
                                       .not_after = 2'000'000'000,
                                       .memo = std::move(memo),
                                       .operations = std::move(operations)});
    EXPECT_TRUE(sign(envelope, alice(), standalone().id()));
    return envelope;
}

xdr::TransactionEnvelope classic() {
    return signed_by_alice({create_account(bob().account(), 1'000'000'000),
                            native_payment(bob().account(), 25'000'000)},
                           xdr::Memo::text("hello"));
}

void expect_golden(const xdr::TransactionEnvelope& envelope, const std::string& name) {
    EXPECT_EQ(xdr::encode_base64(envelope).value(), golden(name + ".envelope"));
    EXPECT_EQ(to_hex(transaction_hash(envelope, standalone().id()).value()),
              golden(name + ".hash"));
}

}  // namespace

TEST(Transaction, WithPaymentsIsTheSdks) { expect_golden(classic(), "classic"); }

TEST(Transaction, WithABumpedFeeIsTheSdks) {
    auto envelope = bump_fee(classic(), bob().account(), 1200);
    ASSERT_TRUE(envelope) << envelope.error().message;
    ASSERT_TRUE(sign(*envelope, bob(), standalone().id()));
    expect_golden(*envelope, "bump");
}

TEST(Transaction, ThatInvokesAContractIsTheSdks) {
    const Int128 amount = -Int128{1'234'567'890'123'456'789} * 10;
    expect_golden(
        signed_by_alice({invoke_contract(
            ContractId{filled(3)}, "post_job",
            {to_scval(alice().account()), to_scval(std::uint32_t{3}), to_scval("print"),
             to_scval(amount), to_scval(std::vector{to_scval(true), xdr::ScVal::void_()})})}),
        "invocation");
}

TEST(Transaction, ThatUploadsWasmIsTheSdks) {
    expect_golden(signed_by_alice({upload_wasm({0x00, 0x61, 0x73, 0x6d})}), "upload");
}

TEST(Transaction, ThatCreatesAContractIsTheSdks) {
    expect_golden(signed_by_alice({create_contract(alice().account(), filled(6), filled(5),
                                                   {to_scval(bob().account())})}),
                  "creation");
}

TEST(Transaction, ThatCreatesAnAssetsContractIsTheSdks) {
    expect_golden(signed_by_alice({create_asset_contract(xdr::Asset::native())}), "asset_contract");
}

TEST(Transaction, ThatExtendsOrRestoresIsTheSdks) {
    expect_golden(signed_by_alice({extend_footprint_ttl(1000)}), "extension");
    expect_golden(signed_by_alice({restore_footprint()}), "restoring");
}

TEST(Transaction, OfVersionZeroHashesAsThatOfVersionOne) {
    const auto modern = build_transaction({.source = alice().account(),
                                           .sequence = 7,
                                           .not_after = 9,
                                           .operations = {native_payment(bob().account(), 1)}});
    const xdr::TransactionV0 old{.source_account_ed25519 = alice().account().ed25519,
                                 .fee = 100,
                                 .seq_num = 7,
                                 .time_bounds = xdr::TimeBounds{.min_time = 0, .max_time = 9},
                                 .operations = {native_payment(bob().account(), 1)}};
    EXPECT_EQ(
        transaction_hash(xdr::TransactionEnvelope::v0({.tx = old}), standalone().id()).value(),
        transaction_hash(modern, standalone().id()).value());
}

TEST(Transaction, TakesAtMostTwentySignatures) {
    auto envelope = classic();
    for (int i = 1; i < 20; ++i)
        ASSERT_TRUE(sign(envelope, bob(), standalone().id()));
    EXPECT_EQ(sign(envelope, bob(), standalone().id()).error().code, ErrorCode::resource_exhausted);
}

TEST(ContractId, FollowsFromDeployerAndSaltAsInTheSdk) {
    EXPECT_EQ(derive_contract_id(standalone().id(), alice().account(), filled(6)).to_string(),
              golden("derived_contract"));
}

TEST(ContractId, OfLumensIsThatOfEachNetwork) {
    for (const Network& network : built_in_networks()) {
        const std::string name = network.name == "local" ? "standalone" : network.name;
        EXPECT_EQ(asset_contract_id(network.id(), xdr::Asset::native()).value().to_string(),
                  golden("asset_contract." + name));
    }
}

}  // namespace carrot::tests
