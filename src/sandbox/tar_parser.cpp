#include "sandbox/tar_parser.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace carrot::sandbox {
namespace {

constexpr std::uint64_t size_limit_bytes = std::uint64_t{1} << 62;

// Places in a header block: POSIX.1-2017, pax, "ustar Interchange Format".
constexpr std::size_t name_at = 0, name_size = 100;
constexpr std::size_t size_at = 124, size_size = 12;
constexpr std::size_t checksum_at = 148, checksum_size = 8;
constexpr std::size_t type_at = 156;
constexpr std::size_t magic_at = 257, magic_size = 6;
constexpr std::size_t prefix_at = 345, prefix_size = 155;

std::unexpected<Error> broken(std::string_view reason) {
    return fail(ErrorCode::corrupt_data, "could not read the archive: {}", reason);
}

std::string_view text_field(std::string_view block, std::size_t at, std::size_t size) {
    const auto field = block.substr(at, size);
    return field.substr(0, field.find('\0'));
}

/// Octal digits, ended by a space or NUL, or GNU's base 256 behind a byte of 0x80.
std::optional<std::uint64_t> number_field(std::string_view block, std::size_t at,
                                          std::size_t size) {
    auto field = block.substr(at, size);
    std::uint64_t value = 0;
    if (static_cast<std::uint8_t>(field.front()) == 0x80) {
        for (const char c : field.substr(1)) {
            if (value >> 55 != 0) return std::nullopt;
            value = value << 8 | static_cast<std::uint8_t>(c);
        }
        return value;
    }
    while (!field.empty() && field.front() == ' ')
        field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '\0'))
        field.remove_suffix(1);
    if (field.empty()) return 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (error != std::errc{} || end != field.data() + field.size()) return std::nullopt;
    return value;
}

bool checksum_matches(std::string_view block) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool in_checksum = i >= checksum_at && i < checksum_at + checksum_size;
        sum += in_checksum ? ' ' : static_cast<std::uint8_t>(block[i]);
    }
    return number_field(block, checksum_at, checksum_size) == sum;
}

bool is_extended(char type) { return type == 'x' || type == 'g' || type == 'L' || type == 'K'; }

std::optional<TarEntry::Kind> kind_of(char type) {
    switch (type) {
        case '\0':
        case '0':
        case '7':
            return TarEntry::Kind::file;
        case '1':
            return TarEntry::Kind::hard_link;
        case '2':
            return TarEntry::Kind::symbolic_link;
        case '3':
        case '4':
        case '6':
            return TarEntry::Kind::device;
        case '5':
            return TarEntry::Kind::folder;
        default:
            return std::nullopt;
    }
}

std::string path_in(std::string_view block) {
    std::string path(text_field(block, name_at, name_size));
    // GNU's format, which ends its magic with a space, keeps other things where ustar has a prefix.
    const auto prefix = text_field(block, prefix_at, prefix_size);
    if (block[magic_at + magic_size - 1] == '\0' && !prefix.empty())
        return std::string(prefix) + '/' + path;
    return path;
}

}  // namespace

Result<void> TarParser::feed(BytesView input) {
    while (!input.empty()) {
        switch (state_) {
            case State::header: {
                const auto count = std::min(block_size_bytes - block_bytes_, input.size());
                std::copy_n(input.begin(), count, block_.begin() + block_bytes_);
                block_bytes_ += count;
                input = input.subspan(count);
                if (block_bytes_ < block_size_bytes) return {};
                block_bytes_ = 0;
                TRY(read_header());
                break;
            }
            case State::content:
                TRY(take_content(input));
                break;
            case State::extended_header:
                TRY(take_extended_header(input));
                break;
            case State::padding: {
                const auto count = std::min(padding_bytes_, input.size());
                padding_bytes_ -= count;
                input = input.subspan(count);
                if (padding_bytes_ == 0) state_ = State::header;
                break;
            }
            case State::ended:
                return {};
        }
    }
    return {};
}

Result<void> TarParser::finish() const {
    if (state_ == State::ended) return {};
    return broken("it ends too early");
}

Result<void> TarParser::read_header() {
    const auto block = as_text(block_);
    if (std::ranges::all_of(block, [](char c) { return c == '\0'; })) {
        if (next_path_ || next_size_bytes_) return broken("an extended header belongs to no entry");
        if (zero_block_seen_) state_ = State::ended;
        zero_block_seen_ = true;
        return {};
    }
    if (zero_block_seen_) return broken("an entry follows the end mark");
    if (block.substr(magic_at, magic_size - 1) != "ustar")
        return broken("a header is no ustar header");
    if (!checksum_matches(block)) return broken("a header's checksum is wrong");
    const auto size_bytes = number_field(block, size_at, size_size);
    if (!size_bytes || *size_bytes > size_limit_bytes) return broken("an entry's size is no size");
    return begin(block[type_at], *size_bytes);
}

Result<void> TarParser::begin(char type, std::uint64_t size_bytes) {
    if (is_extended(type)) {
        if (size_bytes > extended_header_limit_bytes)
            return broken("an extended header is too long");
        extended_type_ = type;
        extended_.clear();
        content_bytes_ = left_bytes_ = size_bytes;
        state_ = State::extended_header;
        if (size_bytes == 0) begin_padding();
        return {};
    }
    const auto kind = kind_of(type);
    if (!kind)
        return broken(fmt::format("entries of type {} are not known", static_cast<int>(type)));

    TarEntry entry{*kind, next_path_ ? *std::exchange(next_path_, {}) : path_in(as_text(block_)),
                   0};
    if (entry.kind == TarEntry::Kind::file)
        entry.size_bytes = next_size_bytes_.value_or(size_bytes);
    next_size_bytes_.reset();
    TRY(visitor_.begin_entry(entry));
    content_bytes_ = left_bytes_ = entry.size_bytes;
    state_ = State::content;
    if (left_bytes_ == 0) {
        TRY(visitor_.end_entry());
        begin_padding();
    }
    return {};
}

Result<void> TarParser::take_content(BytesView& input) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_bytes_, input.size()));
    TRY(visitor_.content(input.first(count)));
    left_bytes_ -= count;
    input = input.subspan(count);
    if (left_bytes_ == 0) {
        TRY(visitor_.end_entry());
        begin_padding();
    }
    return {};
}

Result<void> TarParser::take_extended_header(BytesView& input) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_bytes_, input.size()));
    extended_ += as_text(input.first(count));
    left_bytes_ -= count;
    input = input.subspan(count);
    if (left_bytes_ > 0) return {};
    if (extended_type_ == 'x') TRY(apply_pax_records());
    if (extended_type_ == 'L') next_path_ = extended_.substr(0, extended_.find('\0'));
    begin_padding();
    return {};
}

/// Records of "LENGTH KEY=VALUE\n", the length counting the whole record.
Result<void> TarParser::apply_pax_records() {
    std::string_view rest = extended_;
    while (!rest.empty()) {
        std::size_t length = 0;
        const auto [digits_end, error] =
            std::from_chars(rest.data(), rest.data() + rest.size(), length);
        const auto digits = static_cast<std::size_t>(digits_end - rest.data());
        if (error != std::errc{} || length > rest.size() || length < digits + 3 ||
            rest[digits] != ' ' || rest[length - 1] != '\n')
            return broken("an extended header's record is malformed");
        const auto record = rest.substr(digits + 1, length - digits - 2);
        rest.remove_prefix(length);
        const auto equals = record.find('=');
        if (equals == record.npos || equals == 0)
            return broken("an extended header's record is malformed");
        const auto key = record.substr(0, equals);
        const auto value = record.substr(equals + 1);
        if (key == "path") next_path_ = value;
        if (key == "size") {
            std::uint64_t size_bytes = 0;
            const auto [end, failed] =
                std::from_chars(value.data(), value.data() + value.size(), size_bytes);
            if (failed != std::errc{} || end != value.data() + value.size() ||
                size_bytes > size_limit_bytes)
                return broken("an entry's size is no size");
            next_size_bytes_ = size_bytes;
        }
        if (key.starts_with("GNU.sparse.")) return broken("sparse files are not known");
    }
    return {};
}

void TarParser::begin_padding() {
    padding_bytes_ = static_cast<std::size_t>(
        (block_size_bytes - content_bytes_ % block_size_bytes) % block_size_bytes);
    state_ = padding_bytes_ == 0 ? State::header : State::padding;
}

}  // namespace carrot::sandbox
