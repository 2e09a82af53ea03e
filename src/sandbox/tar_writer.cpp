#include "sandbox/tar_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/posix.hpp"

namespace carrot::sandbox {
namespace {

constexpr std::size_t block_bytes = 512;
constexpr std::size_t record_bytes = 20 * block_bytes;
constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::uint64_t file_limit_bytes = std::uint64_t{8} << 30;  // eleven octal digits
constexpr std::size_t name_size = 100;

std::uint64_t rounded_up(std::uint64_t size, std::uint64_t unit) {
    return (size + unit - 1) / unit * unit;
}

/// POSIX.1-2017, pax, "ustar Interchange Format".
std::string header_block(std::string_view path, char type, std::uint64_t size_bytes) {
    std::string block(block_bytes, '\0');
    const auto put = [&](std::size_t at, std::string_view text) {
        block.replace(at, text.size(), text);
    };
    put(0, path.substr(0, name_size));
    put(100, type == '5' ? "0000755" : "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", size_bytes));
    put(136, "00000000000");
    put(148, "        ");
    block[156] = type;
    put(257, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : block)
        sum += static_cast<std::uint8_t>(c);
    put(148, fmt::format("{:06o}", sum));
    block[154] = '\0';
    return block;
}

/// "LENGTH path=VALUE\n", where the length counts itself.
std::string path_record(std::string_view path) {
    const auto rest = fmt::format(" path={}\n", path);
    auto length = rest.size() + 1;
    while (fmt::formatted_size("{}", length) + rest.size() != length)
        ++length;
    return fmt::format("{}{}", length, rest);
}

}  // namespace

Result<void> TarWriter::add_folder(const std::string& path) {
    return add_header(path + '/', '5', 0);
}

Result<void> TarWriter::add_file(const std::string& path, BytesView content) {
    TRY(add_header(path, '0', content.size()));
    TRY(write(content));
    return fill_block();
}

Result<void> TarWriter::add_file(const std::string& path, const std::filesystem::path& source) {
    const FileDescriptor file(::open(source.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat facts{};
    if (!file.valid() || ::fstat(file.get(), &facts) != 0) return system_failure("read", source);
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (!S_ISREG(facts.st_mode) || size >= file_limit_bytes)
        return fail(ErrorCode::invalid_argument,
                    "could not archive {}: it is no file of less than 8 GiB", source.string());
    TRY(add_header(path, '0', size));
    Bytes piece(piece_bytes);
    for (std::uint64_t left = size; left > 0;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size()));
        const auto count = ::read(file.get(), piece.data(), wanted);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure("read", source);
        if (count == 0)
            return fail(ErrorCode::unavailable, "could not archive {}: it was cut meanwhile",
                        source.string());
        TRY(write(BytesView(piece).first(static_cast<std::size_t>(count))));
        left -= static_cast<std::uint64_t>(count);
    }
    return fill_block();
}

Result<void> TarWriter::finish(const std::function<std::uint64_t(std::uint64_t)>& total_bytes) {
    const auto least = rounded_up(size_bytes_ + 2 * block_bytes, record_bytes);
    const auto total = rounded_up(std::max(least, total_bytes(least)), block_bytes);
    return write_zeros(total - size_bytes_);
}

Result<void> TarWriter::add_header(const std::string& path, char type, std::uint64_t size_bytes) {
    if (path.size() > name_size) {
        const auto record = path_record(path);
        TRY(write(as_bytes(header_block("pax", 'x', record.size()))));
        TRY(write(as_bytes(record)));
        TRY(fill_block());
    }
    return write(as_bytes(header_block(path, type, size_bytes)));
}

Result<void> TarWriter::write(BytesView bytes) {
    size_bytes_ += bytes.size();
    return sink_(bytes);
}

Result<void> TarWriter::write_zeros(std::uint64_t count) {
    const Bytes zeros(static_cast<std::size_t>(std::min<std::uint64_t>(count, piece_bytes)));
    while (count > 0) {
        const auto piece = std::min<std::uint64_t>(count, zeros.size());
        TRY(write(BytesView(zeros).first(static_cast<std::size_t>(piece))));
        count -= piece;
    }
    return {};
}

Result<void> TarWriter::fill_block() {
    return write_zeros(rounded_up(size_bytes_, block_bytes) - size_bytes_);
}

}  // namespace carrot::sandbox
