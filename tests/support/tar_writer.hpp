// Makes tar archives (POSIX ustar), honest and hostile ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace carrot::tests {

struct TarHeader {
    std::string path;
    char type = '0';
    std::uint64_t size_bytes = 0;
    std::string link{};
    unsigned mode = 0644;
};

class TarWriter {
public:
    TarWriter& file(std::string path, std::string_view content, unsigned mode = 0644) {
        header({.path = std::move(path), .size_bytes = content.size(), .mode = mode});
        return block(content);
    }
    TarWriter& folder(std::string path, unsigned mode = 0755) {
        return header({.path = std::move(path), .type = '5', .mode = mode});
    }
    TarWriter& symbolic_link(std::string path, std::string target) {
        return header({.path = std::move(path), .type = '2', .link = std::move(target)});
    }

    /// One pax record, "path" for example, for the entry that follows.
    TarWriter& pax(std::string_view key, std::string_view value) {
        std::string record = ' ' + std::string(key) + '=' + std::string(value) + '\n';
        auto length = record.size() + 1;
        while (std::to_string(length).size() + record.size() != length)
            ++length;
        record.insert(0, std::to_string(length));
        header({.path = "pax", .type = 'x', .size_bytes = record.size()});
        return block(record);
    }

    TarWriter& header(const TarHeader& header) {
        std::string text(512, '\0');
        const auto put = [&](std::size_t at, std::string_view value) {
            text.replace(at, value.size(), value);
        };
        put(0, std::string_view(header.path).substr(0, 100));
        put(100, octal(header.mode, 7));
        put(108, octal(0, 7));
        put(116, octal(0, 7));
        put(124, octal(header.size_bytes, 11));
        put(136, octal(0, 11));
        put(148, "        ");
        text[156] = header.type;
        put(157, std::string_view(header.link).substr(0, 100));
        put(257, std::string_view("ustar\00000", 8));
        std::uint64_t sum = 0;
        for (const char c : text)
            sum += static_cast<std::uint8_t>(c);
        put(148, octal(sum, 6) + std::string("\0 ", 2));
        bytes_ += text;
        return *this;
    }

    /// Content, filled up to whole blocks.
    TarWriter& block(std::string_view content) {
        bytes_ += content;
        bytes_.resize((bytes_.size() + 511) / 512 * 512);
        return *this;
    }

    /// The archive so far, without its end mark.
    const std::string& unfinished() const { return bytes_; }
    std::string finish() const { return bytes_ + std::string(1024, '\0'); }

private:
    static std::string octal(std::uint64_t value, std::size_t digits) {
        std::string text(digits, '0');
        for (auto at = digits; at-- > 0; value /= 8)
            text[at] = static_cast<char>('0' + value % 8);
        return text;
    }

    std::string bytes_;
};

}  // namespace carrot::tests
