// The smallest contract: it greets.
#pragma once

#include "soroban/interface.hpp"

namespace hello {

using namespace soroban;

struct Hello {
    SOROBAN_CONTRACT(Hello);

    /// The greeting for somebody.
    SOROBAN_FUNCTION(Vec<Symbol>, hello, (Symbol to));
};

}  // namespace hello
