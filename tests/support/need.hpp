// What a test can't do without.
#pragma once

#include <stdexcept>
#include <utility>

#include "base/result.hpp"

namespace carrot::tests {

template <class T>
T need(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace carrot::tests
