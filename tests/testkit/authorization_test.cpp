// Who is asked, and whose signatures count.
#include <gtest/gtest.h>

#include "atomic_swap/atomic_swap.hpp"
#include "counter/counter.hpp"
#include "soroban_test/wasm.hpp"
#include "testkit/testkit.hpp"

namespace carrot::testkit {
namespace {

class Signatures : public testing::Test {
protected:
    Signatures() {
        chain.deploy(soroban::test::example_counter_wasm(), 1, {});
        chain.create_account(alice, 100'000'000);
    }

    Call increments_alice(const stellar::KeyPair& signer) {
        const soroban::Address address{alice.account().to_string()};
        return chain.call_signed_by({&signer, 1}, chain.contract_address(1), "increment",
                                    must(stellar::encode_arguments(address)));
    }

    Chain chain;
    stellar::KeyPair alice = stellar::KeyPair::generate();
};

TEST_F(Signatures, CountWhereTheyAreTheAskedOnes) {
    const auto counted = increments_alice(alice);
    EXPECT_TRUE(counted.succeeded) << counted.message;
}

TEST_F(Signatures, OfOthersDoNotCount) {
    const auto refused = increments_alice(stellar::KeyPair::generate());
    ASSERT_TRUE(refused.error.has_value()) << refused.message;
    EXPECT_EQ(refused.error->type(), xdr::ScErrorType::SCE_AUTH);
}

TEST_F(Signatures, CannotBeLeftOut) {
    chain.set_authorizations(Authorizations::missing);
    const soroban::Address address{alice.account().to_string()};
    EXPECT_FALSE(
        chain.call(chain.contract_address(1), "increment", must(stellar::encode_arguments(address)))
            .succeeded);
}

TEST(AuthorizationTree, ShowsWhoIsAskedForWhat) {
    Chain chain;
    chain.deploy(soroban::test::example_atomic_swap_wasm(), 1, {});
    const auto swap_id = chain.contract_address(1);
    const soroban::Address xlm{chain.deploy_native_asset().to_string()};
    const soroban::Address alice{chain.create_account('a', 100'000'000).to_string()};
    const soroban::Address bob{chain.create_account('b', 100'000'000).to_string()};
    soroban::Client<atomic_swap::AtomicSwap, ChainTransport> swap{ChainTransport{chain, swap_id}};

    const auto swapped = swap.swap(alice, bob, xlm, xlm, 10, 1, 2, 1);
    const auto side = [&](const auto& from, const auto& to, const char* gives, const char* wants) {
        return from.strkey + "\n  " + swap_id.to_string() + ".swap(" + xlm.strkey + ", " +
               xlm.strkey + ", " + gives + ", " + wants + ")\n    " + xlm.strkey + ".transfer(" +
               from.strkey + ", " + to.strkey + ", " + gives + ")\n";
    };
    EXPECT_EQ(authorization_tree(swapped.call()),
              side(alice, bob, "10", "1") + side(bob, alice, "2", "1"));
}

}  // namespace
}  // namespace carrot::testkit
