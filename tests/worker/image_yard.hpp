// Where images are pulled in tests: a real engine, and a keeper with small limits.
#pragma once

#include <stdexcept>
#include <string>

#include "support/tar_writer.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_engine.hpp"
#include "worker/image_keeper.hpp"
#include "worker/workplace.hpp"

namespace carrot::worker {

/// A layer with one file; random-like content, so that its size is what is transferred.
inline std::string layer(std::string_view name, std::size_t size_bytes = 1000) {
    std::string content(size_bytes, ' ');
    std::uint32_t state = 2463534242;
    for (auto& c : content) {
        state ^= state << 13, state ^= state >> 17, state ^= state << 5;
        c = static_cast<char>(state);
    }
    tests::TarWriter tar;
    tar.file(std::string(name), content);
    return tar.finish();
}

inline market::JobSpec runs(std::string image) {
    return {.work = market::ContainerImage{.image = std::move(image)}};
}

struct ImageYard {
    ImageYard() {
        policy.login_files.clear();
        policy.min_free_disk_bytes = 0;
        policy.retry_first = std::chrono::milliseconds(10);
        policy.retry_last = std::chrono::milliseconds(300);
    }

    ImageKeeper open() {
        return need(ImageKeeper::open(directory.path(), {.python_image = tests::busybox_image},
                                      policy, engine, *clock));
    }
    bool has(const std::string& image) { return engine.inspect_image(image).has_value(); }

    tests::TemporaryDirectory directory;
    sandbox::ContainerEngine& engine = tests::test_engine();
    Clock* clock = &system_clock();
    ImagePolicy policy;
};

}  // namespace carrot::worker
