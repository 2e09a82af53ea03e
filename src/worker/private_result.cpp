#include "worker/private_result.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>

#include "age/encryptor.hpp"
#include "base/posix.hpp"
#include "sandbox/tar_writer.hpp"
#include "worker/job_files.hpp"
#include "worker/job_result.hpp"

namespace carrot::worker {
namespace {

namespace fs = std::filesystem;

std::string in_root(const fs::path& path) { return (fs::path(private_root) / path).string(); }

/// What was printed goes first: it can then be read without the rest.
bool is_stream(const fs::path& path) { return path == "stdout.txt" || path == "stderr.txt"; }

/// Folders before what is in them.
Result<std::vector<fs::path>> paths_below(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        paths.push_back(entry->path().lexically_relative(folder));
    if (error) return system_failure("list", folder, error.value());
    std::ranges::sort(paths, {},
                      [](const fs::path& path) { return std::pair(!is_stream(path), path); });
    return paths;
}

Result<void> add_tree(sandbox::TarWriter& archive, const fs::path& folder) {
    for (const auto& path : TRY(paths_below(folder))) {
        if (fs::is_directory(folder / path))
            TRY(archive.add_folder(in_root(path)));
        else
            TRY(archive.add_file(in_root(path), folder / path));
    }
    return {};
}

/// `fill` writes the archive's entries.
template <class Fill>
Result<void> seal(const fs::path& file, const Recipients& recipients, Fill fill) {
    auto partial = file;
    partial += ".partial";
    FileDescriptor fd(
        ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd.valid()) return system_failure("create", partial);
    auto encryptor = TRY(age::Encryptor::begin(recipients, [&](BytesView piece) -> Result<void> {
        if (!write_all(fd.get(), piece)) return system_failure("write", partial);
        return {};
    }));
    sandbox::TarWriter archive([&](BytesView piece) { return encryptor.write(piece); });
    TRY(archive.add_folder(private_root));
    TRY(fill(archive));
    TRY(archive.finish(padded_size));
    TRY(encryptor.finish());
    if (::fsync(fd.get()) != 0 || fd.close() != 0) return system_failure("write", partial);
    if (::rename(partial.c_str(), file.c_str()) != 0) return system_failure("create", file);
    return {};
}

}  // namespace

Result<void> seal_output(const fs::path& file, const Recipients& recipients, const fs::path& output,
                         const JobLog& log, const std::vector<std::string>& left_out) {
    const auto form = TRY(result_form(output));
    if (form.kind == ResultForm::Kind::folder) TRY(add_streams(output, log, left_out));
    return seal(file, recipients, [&](sandbox::TarWriter& archive) -> Result<void> {
        switch (form.kind) {
            case ResultForm::Kind::standard_output:
                return archive.add_file(in_root("stdout.txt"), log.content(StandardStream::output));
            case ResultForm::Kind::image:
                return archive.add_file(in_root(form.image.filename()), form.image);
            case ResultForm::Kind::folder:
                break;
        }
        return add_tree(archive, output);
    });
}

Result<void> seal_text(const fs::path& file, const Recipients& recipients, const std::string& name,
                       std::string_view content) {
    return seal(file, recipients, [&](sandbox::TarWriter& archive) {
        return archive.add_file(in_root(name), as_bytes(content));
    });
}

std::uint64_t padded_size(std::uint64_t size) {
    if (size < 2) return size;
    const auto exponent = static_cast<unsigned>(std::bit_width(size)) - 1;
    const auto kept_bits = static_cast<unsigned>(std::bit_width(exponent));
    const auto dropped = std::uint64_t{1} << (exponent - std::min(exponent, kept_bits));
    return (size + dropped - 1) / dropped * dropped;
}

}  // namespace carrot::worker
