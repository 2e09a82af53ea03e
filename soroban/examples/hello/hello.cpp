#include "hello/hello.hpp"

#include "soroban/contract.hpp"

namespace hello {

Vec<Symbol> Hello::hello(Symbol to) { return Vec<Symbol>::of_items(symbol<"Hello">(), to); }

}  // namespace hello
