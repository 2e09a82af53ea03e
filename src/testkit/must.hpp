// For what a test takes for granted.
#pragma once

#include <stdexcept>

#include "base/result.hpp"

namespace carrot::testkit {

/// The result's value; throws its message otherwise.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

}  // namespace carrot::testkit
