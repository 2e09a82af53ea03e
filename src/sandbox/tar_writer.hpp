// Writes a tar archive as it grows (POSIX.1-2017 pax interchange format), the same bytes for the
// same content: no times, no owners.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::sandbox {

class TarWriter {
public:
    using Sink = std::function<Result<void>(BytesView)>;

    explicit TarWriter(Sink sink) : sink_(std::move(sink)) {}

    // Paths are relative, and a folder stands before what is in it.
    Result<void> add_folder(const std::string& path);
    Result<void> add_file(const std::string& path, BytesView content);
    /// Streams a regular file of less than 8 GiB; a symbolic link is invalid_argument.
    Result<void> add_file(const std::string& path, const std::filesystem::path& source);

    /// The end mark, and zeros until the archive has `total_bytes`, which readers pass over. A
    /// smaller total is filled up to a whole record of 10 KiB, as archives are by custom.
    Result<void> finish(const std::function<std::uint64_t(std::uint64_t)>& total_bytes);

private:
    Result<void> add_header(const std::string& path, char type, std::uint64_t size_bytes);
    Result<void> write(BytesView bytes);
    Result<void> write_zeros(std::uint64_t count);
    Result<void> fill_block();

    Sink sink_;
    std::uint64_t size_bytes_ = 0;
};

}  // namespace carrot::sandbox
