// Somebody else's container, which must live through everything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/container_engine.hpp"

namespace carrot::hostile {

class Canary {
public:
    /// `engine_folder` has the engine's log. Throws std::runtime_error when it does not start.
    Canary(sandbox::ContainerEngine& engine, std::filesystem::path engine_folder);
    ~Canary();
    Canary(const Canary&) = delete;
    Canary& operator=(const Canary&) = delete;

    /// None while it runs; else how it ended, and what the engine's log has to say of it.
    std::vector<std::string> faults() const;

private:
    std::string log_of_the_engine() const;

    sandbox::ContainerEngine& engine_;
    const std::filesystem::path engine_log_;
    sandbox::ContainerId id_;
};

}  // namespace carrot::hostile
