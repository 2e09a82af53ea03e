// Text for terminals: colours, aligned columns, and strangers' text made harmless.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace carrot::cli {

enum class Ink { bold, dim, green, red, yellow, orange, blue };

/// Puts terminal colours around text, or leaves it as it is.
class Paint {
public:
    explicit Paint(bool colours) : colours_(colours) {}
    std::string operator()(Ink ink, std::string_view text) const;

private:
    bool colours_;
};

/// Text that came from others (the chain, a container) without anything that steers a terminal:
/// control characters become '?'. Line ends and tabs stay when `lines` are wanted.
enum class Lines { one, many };
std::string printable(std::string_view text, Lines lines = Lines::one);

/// Columns on a terminal, counting each code point as one.
std::size_t display_width(std::string_view text);

/// "GABCDEF…WXYZ": enough of an address to recognise it by.
std::string short_address(std::string_view address);

/// "0.4 s", "12.0 s", "3 min 05 s", "2 h 14 min", "5 d 03 h"
std::string to_text(std::chrono::milliseconds duration);

/// "512 B", "1.5 KiB", "2.0 MiB"
std::string to_text_bytes(std::uint64_t size_bytes);

/// "2026-11-22 21:10:48 UTC"; "-" for 0, which the contracts use for a time not yet reached.
std::string to_text_time(std::uint64_t unix_seconds);

/// Rows below a heading, each column as wide as its widest cell. Cells are made printable.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add_row(std::vector<std::string> cells);
    std::string to_text(const Paint& paint) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// "name   value" lines, the names in one column.
class Facts {
public:
    void add(std::string name, std::string_view value);
    std::string to_text(const Paint& paint) const;

private:
    std::vector<std::pair<std::string, std::string>> facts_;
};

}  // namespace carrot::cli
