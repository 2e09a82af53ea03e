#include "ledger/detail/data_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/file.hpp"

namespace carrot::ledger {
namespace {

Result<std::filesystem::path> make_temporary() {
    std::error_code error;
    const auto parent = std::filesystem::temp_directory_path(error);
    auto name = (parent / "carrot-ledger-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
        return fail(ErrorCode::unavailable, "could not make a temporary folder for the ledger: {}",
                    std::strerror(errno));
    }
    return name;
}

Result<int> lock(const std::filesystem::path& folder) {
    const auto file = folder / "ledger.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorCode::permission_denied, "could not open the ledger in {}: {}",
                    folder.string(), std::strerror(errno));
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    ::close(descriptor);
    return fail(ErrorCode::unavailable,
                "could not open the ledger in {}: another process has it open: stop that one, or "
                "use another folder",
                folder.string());
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::optional<std::filesystem::path>& path) {
    const bool temporary = !path.has_value();
    const auto folder = temporary ? TRY(make_temporary()) : *path;
    TRY(make_directories(folder));
    return DataFolder(folder, TRY(lock(folder)), temporary);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      temporary_(std::exchange(other.temporary_, false)) {}

DataFolder::~DataFolder() {
    if (lock_ >= 0) ::close(lock_);
    if (!temporary_) return;
    std::error_code ignored;  // the system clears its temporary folder
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace carrot::ledger
