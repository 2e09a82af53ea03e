#include "errors/errors.hpp"

#include "soroban/contract.hpp"

namespace errors {

using Error = Door::Error;

constexpr InstanceItem<"is_open", bool> is_open;

void Door::open(Symbol word) {
    require(!is_open.get_or(false), Error::already_open);
    require(word == symbol<"sesame">(), Error::wrong_word);
    is_open.set(true);
}

}  // namespace errors
