#include "cli/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t address_head = 6;
constexpr std::size_t address_tail = 4;

std::string_view code_of(Ink ink) {
    switch (ink) {
        case Ink::bold:
            return "1";
        case Ink::dim:
            return "2";
        case Ink::green:
            return "32";
        case Ink::red:
            return "31";
        case Ink::yellow:
            return "33";
        case Ink::orange:
            return "38;5;208";
        case Ink::blue:
            return "34";
    }
    return "0";
}

std::string padded(std::string_view text, std::size_t width, Table::Align align) {
    std::string space(width - std::min(width, display_width(text)), ' ');
    return align == Table::Align::right ? space.append(text) : std::string{text} + space;
}

void trim_right(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

std::string Paint::operator()(Ink ink, std::string_view text) const {
    if (!colours_) return std::string{text};
    return fmt::format("\033[{}m{}\033[0m", code_of(ink), text);
}

std::string printable(std::string_view unchecked, Lines lines) {
    auto text = to_utf8(unchecked);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        bool layout = lines == Lines::many && (byte == '\n' || byte == '\t');
        // U+0080 … U+009F are control characters too, two bytes in UTF-8.
        bool c1_control =
            byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (c1_control) ++i;
        bool control = byte < 0x20 || byte == 0x7f || c1_control;
        result.push_back(control && !layout ? '?' : static_cast<char>(byte));
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

std::string short_address(std::string_view address) {
    if (address.size() <= address_head + address_tail) return std::string{address};
    return fmt::format("{}…{}", address.substr(0, address_head),
                       address.substr(address.size() - address_tail));
}

std::string to_text(std::chrono::milliseconds duration) {
    auto ms = duration.count();
    if (ms < 60'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
    if (ms < 3'600'000) return fmt::format("{} min {:02} s", ms / 60'000, ms / 1000 % 60);
    if (ms < 86'400'000) return fmt::format("{} h {:02} min", ms / 3'600'000, ms / 60'000 % 60);
    return fmt::format("{} d {:02} h", ms / 86'400'000, ms / 3'600'000 % 24);
}

std::string to_text_bytes(std::uint64_t size_bytes) {
    constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    if (size_bytes < 1024) return fmt::format("{} B", size_bytes);
    std::uint64_t tenths = size_bytes * 10 / 1024;
    std::size_t unit = 0;
    while (tenths >= 10'240 && unit + 1 < std::size(units)) {
        tenths /= 1024;
        ++unit;
    }
    return fmt::format("{}.{} {}", tenths / 10, tenths % 10, units[unit]);
}

std::string to_text_time(std::uint64_t unix_seconds) {
    // The last second of the year 9999: past it, a value from outside has no calendar date.
    constexpr std::uint64_t last_second = 253'402'300'799;
    if (unix_seconds == 0 || unix_seconds > last_second) return "-";
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC",
                       fmt::gmtime(static_cast<std::time_t>(unix_seconds)));
}

void Table::add_row(std::vector<std::string> cells) {
    for (auto& cell : cells)
        cell = printable(cell);
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

std::string Table::to_text(const Paint& paint) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widths.push_back(display_width(columns_[i].heading));
        for (const auto& row : rows_)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    std::string heading;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        heading += padded(columns_[i].heading, widths[i], columns_[i].align) + "  ";
    }
    trim_right(heading);
    auto text = paint(Ink::dim, heading) + '\n';
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += padded(row[i], widths[i], columns_[i].align) + "  ";
        }
        trim_right(line);
        text += line + '\n';
    }
    return text;
}

void Facts::add(std::string name, std::string_view value) {
    facts_.emplace_back(std::move(name), printable(value));
}

std::string Facts::to_text(const Paint& paint) const {
    std::size_t width = 0;
    for (const auto& [name, value] : facts_)
        width = std::max(width, display_width(name));
    std::string text;
    for (const auto& [name, value] : facts_) {
        text += paint(Ink::dim, padded(name, width, Table::Align::left)) + "  " + value + '\n';
    }
    return text;
}

}  // namespace carrot::cli
