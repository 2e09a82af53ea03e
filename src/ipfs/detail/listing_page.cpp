#include "ipfs/detail/listing_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "http/url.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::size_t shown_entries = 10'000;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c1917;background:#fff}h1{font-size:1.1rem;overflow-wrap:anywhere}"
    "table{width:100%;border-collapse:collapse}td{padding:.35rem .5rem;"
    "border-top:1px solid #e7e5e4;overflow-wrap:anywhere}td:last-child{text-align:right;"
    "white-space:nowrap;color:#78716c}a{color:#c2410c}"
    "@media(prefers-color-scheme:dark){body{color:#e7e5e4;background:#1c1917}"
    "td{border-color:#44403c}a{color:#fb923c}}";

std::string escape_html(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += letter;
        }
    }
    return escaped;
}

std::string readable_size(std::uint64_t bytes) {
    constexpr std::string_view units[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    if (bytes < 1024) return fmt::format("{} B", bytes);
    auto size = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < std::size(units); ++unit)
        size /= 1024;
    return fmt::format("{:.1f} {}", size, units[unit]);
}

void append_row(std::string& page, std::string_view href, std::string_view name,
                std::string_view size) {
    fmt::format_to(std::back_inserter(page), "<tr><td><a href=\"{}\">{}</a></td><td>{}</td></tr>\n",
                   href, escape_html(name), size);
}

}  // namespace

std::string listing_page(std::string_view title, bool has_parent,
                         const std::vector<DirectoryEntry>& entries) {
    const auto safe_title = escape_html(title);
    auto page = fmt::format(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>{0}</title><style>{1}</style></head>\n<body><h1>{0}</h1>\n<table>\n",
        safe_title, style);
    if (has_parent) append_row(page, "../", "..", "");
    for (std::size_t i = 0; i < std::min(entries.size(), shown_entries); ++i) {
        const auto& entry = entries[i];
        // "./" keeps a name like "javascript:x" from being read as a URL with a scheme.
        append_row(page, "./" + http::percent_encode(entry.name), entry.name,
                   readable_size(entry.dag_size_bytes));
    }
    page += "</table>\n";
    if (entries.size() > shown_entries)
        page +=
            fmt::format("<p>{} more entries are not shown.</p>\n", entries.size() - shown_entries);
    return page + "</body></html>\n";
}

}  // namespace carrot::ipfs
