// The custom account: the host asks it, with real signatures, before its money moves.
#include <gtest/gtest.h>

#include "account/account.hpp"
#include "soroban_test/wasm.hpp"
#include "stellar/authorization.hpp"
#include "stellar/key_pair.hpp"
#include "testkit/testkit.hpp"

namespace soroban::test {
namespace {

using carrot::stellar::KeyPair;
using carrot::testkit::Call;
using carrot::testkit::Chain;
using carrot::testkit::must;
using carrot::xdr::ScVal;

class CustomAccount : public testing::Test {
protected:
    static constexpr std::int64_t limit_stroops = 100;

    CustomAccount() {
        const BytesN<32> public_key{key.account().ed25519};
        chain.deploy(example_account_wasm(), 1,
                     must(carrot::stellar::encode_arguments(public_key, address_of(xlm),
                                                            i128{limit_stroops})));
        chain.call(xlm, "transfer", transfer(giver, account, 1'000));
    }

    /// A call in the account's name, authorized with this key's signature.
    Call calls(std::string_view function, const std::vector<ScVal>& arguments,
               const KeyPair& signer) {
        auto asked = chain.try_call(xlm, function, arguments).authorizations;
        if (asked.size() != 1) throw std::runtime_error("not one authorization was asked for");
        auto& credentials = asked.front().credentials.address();
        credentials.signature_expiration_ledger = chain.sequence() + 10;
        const auto signature = signer.sign(
            must(carrot::stellar::authorization_hash(asked.front(), chain.network_id())));
        credentials.signature = ScVal::bytes({signature.begin(), signature.end()});
        return chain.call_signed(xlm, function, arguments, std::move(asked));
    }
    Call spends(std::int64_t amount, const KeyPair& signer) {
        return calls("transfer", transfer(account, giver, amount), signer);
    }

    template <class Id>
    static Address address_of(const Id& id) {
        return {id.to_string()};
    }
    template <class From, class To>
    static std::vector<ScVal> transfer(const From& from, const To& to, std::int64_t amount) {
        return must(
            carrot::stellar::encode_arguments(address_of(from), address_of(to), i128{amount}));
    }

    Chain chain;
    KeyPair key = KeyPair::generate();
    carrot::stellar::AccountId giver = chain.create_account('g', 100'000'000);
    carrot::stellar::ContractId xlm = chain.deploy_native_asset();
    carrot::stellar::ContractId account = chain.contract_address(1);
};

TEST_F(CustomAccount, SpendsWithItsOwnKeysSignature) {
    const Call spent = spends(limit_stroops, key);
    EXPECT_TRUE(spent.succeeded) << spent.message;
}

TEST_F(CustomAccount, RefusesAnotherKey) { EXPECT_FALSE(spends(1, KeyPair::generate()).succeeded); }

TEST_F(CustomAccount, RefusesMoreThanItsLimit) {
    EXPECT_FALSE(spends(limit_stroops + 1, key).succeeded);
}

TEST_F(CustomAccount, RefusesAnythingButATransfer) {
    const auto arguments = must(carrot::stellar::encode_arguments(
        address_of(account), address_of(giver), i128{1}, u32{chain.sequence() + 10}));
    EXPECT_FALSE(calls("approve", arguments, key).succeeded);
}

}  // namespace
}  // namespace soroban::test
