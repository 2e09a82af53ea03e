#include "worker/job_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/file.hpp"
#include "base/posix.hpp"
#include "ipfs/reader.hpp"
#include "sandbox/output_folder.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t boot_id_limit_bytes = 100;

fs::path prepared_mark(const JobFolder& folder) { return folder.root / "prepared"; }

/// The job's user is nobody on this host: what it may read, all may read, below a closed folder.
Result<void> open_for_reading(const fs::path& root) {
    using fs::perms;
    constexpr auto file_mode = perms::owner_read | perms::group_read | perms::others_read;
    constexpr auto folder_mode =
        file_mode | perms::owner_write | perms::owner_exec | perms::group_exec | perms::others_exec;
    std::error_code error;
    fs::permissions(root, folder_mode, error);
    for (auto entry = fs::recursive_directory_iterator(root, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        fs::permissions(entry->path(), entry->is_directory() ? folder_mode : file_mode, error);
    if (error) return system_failure("open for reading", root, error.value());
    return {};
}

Result<Bytes> script_of(const market::PythonScript& script, const ipfs::BlockSource& blocks) {
    if (script.code_cid.empty()) return Bytes(script.code.begin(), script.code.end());
    return ipfs::read_content(blocks, TRY(ipfs::ContentPath::parse(script.code_cid)),
                              script_limit_bytes);
}

Result<void> write_script(const JobFolder& folder, const market::JobSpec& spec,
                          const ipfs::BlockSource& blocks) {
    const auto* script = std::get_if<market::PythonScript>(&spec.work);
    if (!script) return {};
    TRY(make_closed_folder(folder.script()));
    const auto text = TRY(script_of(*script, blocks));
    TRY(write_unflushed(folder.script() / script_name, text));
    return open_for_reading(folder.script());
}

Result<void> fetch_inputs(const JobFolder& folder, const market::JobSpec& spec,
                          const ipfs::BlockSource& blocks, std::stop_token stop) {
    if (spec.inputs.empty()) return {};
    TRY(make_closed_folder(folder.inputs()));
    for (const auto& input : spec.inputs) {
        const auto destination = folder.inputs() / input.path;
        const auto operation = fmt::format("fetch input {} from {}", input.path, input.cid);
        TRY(make_directories(destination.parent_path()));
        if (fs::exists(fs::symlink_status(destination)))
            return fail(ErrorCode::invalid_argument,
                        "could not {}: another input has the same place", operation);
        const auto content = TRY(with_context(ipfs::ContentPath::parse(input.cid), operation));
        TRY(with_context(ipfs::fetch_to(blocks, content, destination,
                                        {.content_bytes = inputs_limit_bytes}, stop),
                         operation));
    }
    return open_for_reading(folder.inputs());
}

}  // namespace

fs::path log_file(const fs::path& worker_directory, JobId job) {
    return worker_directory / "logs" / (std::to_string(job) + ".log");
}

Result<void> make_closed_folder(const fs::path& path) {
    TRY(make_directories(path.parent_path()));
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_failure("create", path);
    return {};
}

Result<void> write_unflushed(const fs::path& path, BytesView content) {
    FileDescriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file.valid()) return system_failure("create", path);
    if (!write_all(file.get(), content) || file.close() != 0) return system_failure("write", path);
    return {};
}

Result<void> prepare_files(const JobFolder& folder, const market::JobSpec& spec,
                           const ipfs::BlockSource& blocks, std::string_view boot_id,
                           std::stop_token stop) {
    TRY(make_closed_folder(folder.root));
    if (::unlink(prepared_mark(folder).c_str()) != 0 && errno != ENOENT)
        return system_failure("remove", prepared_mark(folder));
    TRY(sandbox::remove_tree(folder.script()));
    TRY(sandbox::remove_tree(folder.inputs()));
    TRY(write_script(folder, spec, blocks));
    TRY(fetch_inputs(folder, spec, blocks, stop));
    return write_unflushed(prepared_mark(folder), as_bytes(boot_id));
}

bool files_are_prepared(const JobFolder& folder, std::string_view boot_id) {
    const auto mark = read_file(prepared_mark(folder), boot_id_limit_bytes);
    return mark && !boot_id.empty() && as_text(*mark) == boot_id;
}

Result<void> remove_files(const JobFolder& folder) {
    TRY(sandbox::unmount_below(folder.root));
    return sandbox::remove_tree(folder.root);
}

}  // namespace carrot::worker
