#include <gtest/gtest.h>

#include "xdr/contract.hpp"
#include "xdr/ledger_entries.hpp"
#include "xdr/transaction.hpp"

namespace carrot::tests {

using namespace xdr;

TEST(XdrUnion, HoldsTheArmThatItsFactoryNames) {
    const ScVal value = ScVal::u32(5);
    EXPECT_EQ(value.type(), ScValType::SCV_U32);
    EXPECT_EQ(value.u32(), 5U);
    ASSERT_NE(value.if_u32(), nullptr);
    EXPECT_EQ(value.if_sym(), nullptr);
}

TEST(XdrUnion, EndsTheProgramWhenTheWrongArmIsRead) {
    EXPECT_DEATH(static_cast<void>(ScVal::u32(5).sym()), "ScVal::sym.* holds SCV_U32");
}

TEST(XdrUnion, StartsOutAsItsFirstArm) {
    EXPECT_EQ(ScVal().type(), ScValType::SCV_BOOL);
    EXPECT_FALSE(ScVal().b());
    EXPECT_EQ(Memo(), Memo::none());
    EXPECT_EQ(TransactionExt().v(), 0);
}

TEST(XdrUnion, TellsApartCasesThatShareAnArm) {
    const auto succeeded = TransactionResultResult::tx_success({});
    const auto failed = TransactionResultResult::tx_failed({});
    EXPECT_NE(succeeded, failed);
    EXPECT_NE(failed.if_results(), nullptr);
    EXPECT_NE(PaymentResult::underfunded(), PaymentResult::success());
}

TEST(XdrUnion, CopiesDeeplyWhatContainsItself) {
    const ScVal instance =
        ScVal::instance({.executable = ContractExecutable::stellar_asset(),
                         .storage = ScMap{{.key = ScVal::sym("a"), .val = ScVal::u32(1)}}});
    ScVal copy = instance;
    EXPECT_EQ(copy, instance);
    copy.instance().storage->front().val = ScVal::u32(2);
    EXPECT_NE(copy, instance);
    EXPECT_EQ(instance.instance().storage->front().val, ScVal::u32(1));
}

TEST(XdrUnion, HoldsAnOptionalOfItself) {
    const auto before = ClaimPredicate::abs_before(7);
    const auto negated = ClaimPredicate::not_predicate(Box(before));
    EXPECT_EQ(**negated.not_predicate(), before);
    EXPECT_EQ(decode<ClaimPredicate>(encode(negated).value()), negated);
}

TEST(XdrEnum, HasItsProtocolNameAsText) {
    EXPECT_EQ(name_of(TransactionResultCode::txBAD_SEQ), "txBAD_SEQ");
    EXPECT_EQ(name_of(static_cast<TransactionResultCode>(99)), "");
}

}  // namespace carrot::tests
