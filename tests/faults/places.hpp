// Everywhere that a test can interrupt a worker.
#pragma once

#include <array>
#include <cstdlib>
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

/// The whole matrix takes many minutes: without CARROT_FAULTS_ALL in the environment, one of so
/// many places, which `turn` chooses, so that several tests cover all.
inline std::vector<Place> chosen_places(std::size_t turn, std::size_t one_of = 2) {
    std::vector<Place> places;
    for (const auto& place : all_places()) {
        const auto at =
            static_cast<std::size_t>(place.step) + static_cast<std::size_t>(place.moment);
        if (std::getenv("CARROT_FAULTS_ALL") != nullptr || (at + turn) % one_of == 0)
            places.push_back(place);
    }
    return places;
}

}  // namespace carrot::tests
