// The examples at work: each test is a story, told call by call in golden/NAME.txt.
// CARROT_WRITE_GOLDEN=1 carrot_soroban_tests writes the files anew.
#include <gtest/gtest.h>

#include "account/account.hpp"
#include "atomic_swap/atomic_swap.hpp"
#include "counter/counter.hpp"
#include "cross_contract/cross_contract.hpp"
#include "errors/errors.hpp"
#include "events/events.hpp"
#include "hello/hello.hpp"
#include "soroban_test/wasm.hpp"
#include "story.hpp"
#include "timelock/timelock.hpp"
#include "token/token.hpp"

namespace soroban::test {
namespace {

class Examples : public Story {};

TEST_F(Examples, Hello) {
    auto hello = deployed<hello::Hello>("hello", example_hello_wasm());
    hello.hello(Symbol{"World"});
}

TEST_F(Examples, Counter) {
    auto counter = deployed<counter::Counter>("counter", example_counter_wasm());
    counter.total();
    counter.increment(alice);
    counter.increment(bob);
    counter.increment(alice);
    counter.total_by(alice);
    counter.total();
}

TEST_F(Examples, Errors) {
    auto door = deployed<errors::Door>("door", example_errors_wasm());
    door.open(Symbol{"barley"});
    door.open(Symbol{"sesame"});
    door.open(Symbol{"sesame"});
}

TEST_F(Examples, Events) {
    auto post = deployed<events::Post>("post", example_events_wasm());
    post.send(alice, bob, 20, "Greetings");
    post.ring(bob, 3);
}

TEST_F(Examples, Token) {
    auto token = deployed<token::MyToken>("token", example_token_wasm(), alice, u32{7},
                                          String("Carrot"), String("CRT"));
    token.symbol();
    token.mint(alice, 1'000);
    token.transfer(alice, MuxedAddress{bob.strkey}, 300);
    token.transfer(bob, MuxedAddress{alice.strkey}, 301);
    token.transfer(alice, MuxedAddress{bob.strkey}, -1);
    token.approve(bob, alice, 100, chain.sequence() + 10);
    token.transfer_from(alice, bob, carol, 60);
    token.allowance(bob, alice);
    token.transfer_from(alice, bob, carol, 41);
    after_ledgers(11);
    token.allowance(bob, alice);
    token.burn(carol, 10);
    for (const auto& holder : {alice, bob, carol})
        token.balance(holder);
}

TEST_F(Examples, Timelock) {
    const Address xlm = deploy_xlm();
    auto lock = deployed<timelock::Timelock>("lock", example_timelock_wasm());
    lock.lock(alice, bob, xlm, 500, chain.time_s() + 3'600);
    lock.claim(0);
    after_s(3'600);
    lock.take_back(0);
    lock.claim(0);
    lock.claim(0);
    lock.get(0);
}

TEST_F(Examples, AtomicSwap) {
    const Address xlm = deploy_xlm();
    auto token = deployed<token::MyToken>("token", example_token_wasm(), bob, u32{7},
                                          String("Carrot"), String("CRT"));
    token.mint(bob, 50);
    auto swap = deployed<atomic_swap::AtomicSwap>("swap", example_atomic_swap_wasm());
    swap.swap(alice, bob, xlm, address_of("token"), 1'000, 60, 50, 900);
    swap.swap(alice, bob, xlm, address_of("token"), 1'000, 40, 50, 900);
    token.balance(alice);
}

TEST_F(Examples, CrossContract) {
    auto counter = deployed<counter::Counter>("counter", example_counter_wasm());
    deployed<errors::Door>("door", example_errors_wasm());
    auto visitor = deployed<cross_contract::Visitor>("visitor", example_cross_contract_wasm());
    visitor.visit(address_of("counter"));
    counter.total_by(address_of("visitor"));
    visitor.try_word(address_of("door"), Symbol{"barley"});
    visitor.try_word(address_of("door"), Symbol{"sesame"});
    visitor.try_word(address_of("door"), Symbol{"barley"});
}

}  // namespace
}  // namespace soroban::test
