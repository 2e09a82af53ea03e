#include "sandbox/tar_extractor.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"

namespace carrot::sandbox {
namespace {

constexpr std::size_t left_out_limit = 100;
constexpr std::size_t name_limit_bytes = 255;

std::vector<std::string_view> components_of(std::string_view path) {
    std::vector<std::string_view> components;
    for (;;) {
        const auto slash = path.find('/');
        components.push_back(path.substr(0, slash));
        if (slash == path.npos) return components;
        path.remove_prefix(slash + 1);
    }
}

bool is_portable_name(std::string_view name) {
    return name.size() <= name_limit_bytes && to_printable(name) == name;
}

std::string_view name_of(TarEntry::Kind kind) {
    switch (kind) {
        case TarEntry::Kind::file:
            return "a file";
        case TarEntry::Kind::folder:
            return "a folder";
        case TarEntry::Kind::symbolic_link:
            return "a symbolic link";
        case TarEntry::Kind::hard_link:
            return "a second name of another file";
        case TarEntry::Kind::device:
            return "a device or a pipe";
    }
    return "unknown";
}

std::unexpected<Error> write_failure(std::string_view path) {
    const int error_number = errno;
    if (error_number == EEXIST)
        return fail(ErrorCode::corrupt_data, "could not copy {}: the archive has it twice", path);
    if (error_number == ENOENT || error_number == ENOTDIR)
        return fail(ErrorCode::corrupt_data,
                    "could not copy {}: the archive has not its folder before it", path);
    return system_failure("copy", path, error_number);
}

}  // namespace

Result<TarExtractor> TarExtractor::open(const std::filesystem::path& destination,
                                        std::string root_name, const CopyLimits& limits) {
    FileDescriptor folder(
        ::open(destination.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.valid()) return system_failure("copy into", destination);
    return TarExtractor(std::move(folder), std::move(root_name), limits);
}

TarExtractor::TarExtractor(FileDescriptor folder, std::string root_name, const CopyLimits& limits)
    : folder_(std::move(folder)), root_name_(std::move(root_name)), limits_(limits) {}

/// Empty for the root itself.
Result<std::string> TarExtractor::path_below_root(const std::string& archive_path) const {
    std::string_view path = archive_path;
    while (path.ends_with('/'))
        path.remove_suffix(1);
    const auto components = components_of(path);
    const bool climbs = std::ranges::any_of(components, [](std::string_view name) {
        return name.empty() || name == "." || name == ".." || name.contains('\0');
    });
    if (climbs || components.front() != root_name_)
        return fail(ErrorCode::corrupt_data, "could not copy {}: the archive has a path outside it",
                    root_name_);
    return std::string(path.substr(std::min(path.size(), root_name_.size() + 1)));
}

void TarExtractor::leave_out(const std::string& path, std::string_view reason) {
    if (summary_.left_out.size() < left_out_limit) {
        summary_.left_out.push_back(
            fmt::format("{}: {}", to_printable(path.substr(0, name_limit_bytes)), reason));
        return;
    }
    ++left_out_beyond_;
    summary_.left_out.resize(left_out_limit);
    summary_.left_out.push_back(fmt::format("and {} more", left_out_beyond_));
}

Result<void> TarExtractor::begin_entry(const TarEntry& entry) {
    const auto path = TRY(path_below_root(entry.path));
    if (path.empty()) {
        if (entry.kind == TarEntry::Kind::folder) return {};
        return fail(ErrorCode::corrupt_data, "could not copy {}: it is {}", root_name_,
                    name_of(entry.kind));
    }
    if (++entries_ > limits_.entries)
        return fail(ErrorCode::failed_precondition,
                    "could not copy {}: it holds more than {} files and folders", root_name_,
                    limits_.entries);
    const auto names = components_of(path);
    if (path.size() > limits_.path_bytes || names.size() > limits_.depth) {
        leave_out(path, "its path is too long or too deep");
    } else if (!std::ranges::all_of(names, is_portable_name)) {
        leave_out(path, "its name is not printable UTF-8 of at most 255 bytes");
    } else if (entry.kind == TarEntry::Kind::folder) {
        return make_folder(path);
    } else if (entry.kind == TarEntry::Kind::file) {
        return make_file(path, entry.size_bytes);
    } else {
        leave_out(path, name_of(entry.kind));
    }
    return {};
}

Result<void> TarExtractor::make_folder(const std::string& path) {
    if (::mkdirat(folder_.get(), path.c_str(), 0755) != 0) return write_failure(path);
    return {};
}

Result<void> TarExtractor::make_file(const std::string& path, std::uint64_t size_bytes) {
    if (size_bytes > limits_.content_bytes - summary_.content_bytes)
        return fail(ErrorCode::failed_precondition,
                    "could not copy {}: it holds more than {} bytes", root_name_,
                    limits_.content_bytes);
    summary_.content_bytes += size_bytes;
    ++summary_.files;
    file_ = FileDescriptor(::openat(folder_.get(), path.c_str(),
                                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file_.valid()) return write_failure(path);
    return {};
}

Result<void> TarExtractor::content(BytesView piece) {
    const bool left_out = !file_.valid();
    if (!left_out && !write_all(file_.get(), piece)) return write_failure("a file of the output");
    return {};
}

Result<void> TarExtractor::end_entry() {
    if (file_.close() != 0) return write_failure("a file of the output");
    return {};
}

}  // namespace carrot::sandbox
