// Writes the files and folders of a tar archive below one folder, and nothing anywhere else.
#pragma once

#include <filesystem>
#include <string>

#include "base/posix.hpp"
#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "sandbox/tar_parser.hpp"

namespace carrot::sandbox {

/// Every path of the archive must lie below its folder `root_name`, which is left off: Docker names
/// the entries of /output "output/…". Paths that climb out, or repeat, are corrupt_data: an engine
/// doesn't make them. Links, devices and names that are no names go to CopySummary::left_out.
class TarExtractor final : public TarVisitor {
public:
    /// `destination` exists, is empty, and is written by nobody else meanwhile.
    static Result<TarExtractor> open(const std::filesystem::path& destination,
                                     std::string root_name, const CopyLimits& limits);

    Result<void> begin_entry(const TarEntry& entry) override;
    Result<void> content(BytesView piece) override;
    Result<void> end_entry() override;

    const CopySummary& summary() const { return summary_; }

private:
    TarExtractor(FileDescriptor folder, std::string root_name, const CopyLimits& limits);

    Result<std::string> path_below_root(const std::string& archive_path) const;
    void leave_out(const std::string& path, std::string_view reason);
    Result<void> make_folder(const std::string& path);
    Result<void> make_file(const std::string& path, std::uint64_t size_bytes);

    FileDescriptor folder_;
    FileDescriptor file_;
    std::string root_name_;
    CopyLimits limits_;
    CopySummary summary_;
    std::size_t entries_ = 0;
    std::size_t left_out_beyond_ = 0;
};

}  // namespace carrot::sandbox
