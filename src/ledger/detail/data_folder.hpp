// The folder of a ledger, held by one process at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.hpp"

namespace carrot::ledger {

class DataFolder {
public:
    /// Makes the folder if need be and locks it: unavailable when another process holds it. Without
    /// a path it is a temporary folder, removed with the object. The lock goes with the process,
    /// however it ends.
    static Result<DataFolder> open(const std::optional<std::filesystem::path>& path);

    ~DataFolder();
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;

    std::filesystem::path database() const { return path_ / "ledger.sqlite"; }
    bool is_temporary() const { return temporary_; }

private:
    DataFolder(std::filesystem::path path, int lock, bool temporary)
        : path_(std::move(path)), lock_(lock), temporary_(temporary) {}

    std::filesystem::path path_;
    int lock_;
    bool temporary_;
};

}  // namespace carrot::ledger
