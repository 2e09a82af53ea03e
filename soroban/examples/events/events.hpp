// A contract that tells listeners what happened: by topics they filter for, and data.
#pragma once

#include "soroban/interface.hpp"

namespace events {

using namespace soroban;

struct Post {
    SOROBAN_CONTRACT(Post);

    /// A letter was sent.
    SOROBAN_EVENT(LetterSent) {
        Topic<Address> from;
        Topic<Address> to;
        /// Grams.
        u32 weight;
        String subject;
    };

    /// A bell was rung: its data is the number alone.
    SOROBAN_EVENT(BellRung) {
        Topic<Address> by;
        Data<u32> times;
    };

    SOROBAN_FUNCTION(void, send, (Address from, Address to, u32 weight, String subject));
    SOROBAN_FUNCTION(void, ring, (Address by, u32 times));
};

}  // namespace events
