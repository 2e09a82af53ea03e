// A contract that refuses by numbers, which its spec lists and clients show as names.
#pragma once

#include "soroban/interface.hpp"

namespace errors {

using namespace soroban;

struct Door {
    SOROBAN_CONTRACT(Door);

    SOROBAN_ERRORS(Error) {
        /// The door is open already.
        already_open = 1,
        /// That is not the word.
        wrong_word = 2,
    };

    /// Opens the door for whoever knows the word. Errors: already_open, wrong_word.
    SOROBAN_FUNCTION(void, open, (Symbol word));
};

}  // namespace errors
