// Everywhere that a test can interrupt a worker.
#pragma once

#include <array>
#include <vector>

#include "faults/worker_under_test.hpp"

namespace carrot::tests {

inline std::vector<Place> all_places() {
    constexpr std::array steps = {Step::prepare, Step::claim,  Step::start, Step::run,
                                  Step::collect, Step::settle, Step::clean};
    std::vector<Place> places;
    for (const auto step : steps)
        for (const auto moment : {Moment::before, Moment::after})
            places.push_back({step, moment});
    return places;
}

}  // namespace carrot::tests
