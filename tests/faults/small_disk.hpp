// A disk that tests fill up, free again, and make read-only: a file system in memory.
#pragma once

#include <filesystem>

namespace carrot::tests {

class SmallDisk {
public:
    /// Mounts it on the folder, which is made.
    explicit SmallDisk(std::filesystem::path folder);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    void fill() const;
    void free() const;

    /// Only while nobody has a file of it open for writing.
    void set_read_only(bool read_only) const;

private:
    std::filesystem::path ballast() const { return folder_ / "ballast"; }

    const std::filesystem::path folder_;
};

}  // namespace carrot::tests
