#include "ipfs/car_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/random_name.hpp"
#include "ipfs/car_writer.hpp"

namespace carrot::ipfs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t write_bytes = 1024 * 1024;

Result<std::uint64_t> write_car(CarWriter car, const fs::path& path, const std::stop_token& stop) {
    FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd.valid()) return system_failure("create", path);
    Bytes buffer(write_bytes);
    std::uint64_t written = 0;
    for (;;) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "exporting was stopped");
        const auto count = TRY(car.read(buffer));
        if (count == 0) break;
        if (!write_all(fd.get(), BytesView(buffer).first(count)))
            return system_failure("write", path);
        written += count;
    }
    if (::fsync(fd.get()) != 0 || fd.close() != 0) return system_failure("write", path);
    return written;
}

}  // namespace

Result<FileDescriptor> open_car(const fs::path& file) {
    FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return system_failure("open", file);
    return fd;
}

Result<std::uint64_t> export_car(const BlockSource& blocks, const Cid& root, const fs::path& file,
                                 std::stop_token stop) {
    std::error_code ignored;
    if (fs::symlink_status(file, ignored).type() != fs::file_type::not_found)
        return fail(ErrorCode::already_exists,
                    "could not export to {}: it exists; remove it or choose another name",
                    file.string());
    const auto partial = partial_path(file);
    auto written = write_car(CarWriter(blocks, root), partial, stop);
    if (written &&
        ::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) != 0)
        written = system_failure("create", file);
    if (!written) fs::remove(partial, ignored);
    return written;
}

}  // namespace carrot::ipfs
