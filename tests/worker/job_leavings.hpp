// What a job leaves behind when it has ended: files in its output folder, and its log.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/temporary_directory.hpp"
#include "worker/job_log.hpp"

namespace carrot::worker {

constexpr std::string_view png = "\x89PNG\r\n\x1a\n....";

class JobLeavings {
public:
    JobLeavings() {
        std::filesystem::create_directory(output);
        log.append(StandardStream::output, as_bytes("said\n"));
        log.append(StandardStream::error, as_bytes("warned\n"));
    }

    void write(const char* name, std::string_view content) {
        std::filesystem::create_directories((output / name).parent_path());
        std::ofstream(output / name, std::ios::binary) << content;
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path output = directory.path() / "output";
    JobLog log;
    std::vector<std::string> left_out;
};

}  // namespace carrot::worker
