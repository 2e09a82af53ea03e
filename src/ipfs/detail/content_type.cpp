#include "ipfs/detail/content_type.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/utf8.hpp"

namespace carrot::ipfs {
namespace {

using namespace std::string_view_literals;

constexpr auto plain_text = "text/plain; charset=utf-8"sv;
constexpr auto html = "text/html; charset=utf-8"sv;
constexpr auto unknown = "application/octet-stream"sv;

struct ByExtension {
    std::string_view extension;
    std::string_view type;
};

// Sorted by extension. Program sources are shown as text, not run.
constexpr auto by_extension = std::to_array<ByExtension>({
    {"7z", "application/x-7z-compressed"},
    {"avif", "image/avif"},
    {"bin", unknown},
    {"bmp", "image/bmp"},
    {"bz2", "application/x-bzip2"},
    {"c", plain_text},
    {"cpp", plain_text},
    {"css", "text/css; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"err", plain_text},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"glb", "model/gltf-binary"},
    {"gltf", "model/gltf+json"},
    {"gz", "application/gzip"},
    {"h", plain_text},
    {"htm", html},
    {"html", html},
    {"ico", "image/x-icon"},
    {"ipynb", "application/json"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"jsonl", plain_text},
    {"jxl", "image/jxl"},
    {"log", plain_text},
    {"m4a", "audio/mp4"},
    {"md", "text/markdown; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"mkv", "video/x-matroska"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"npy", unknown},
    {"npz", "application/zip"},
    {"obj", "model/obj"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"otf", "font/otf"},
    {"out", plain_text},
    {"parquet", "application/vnd.apache.parquet"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"py", plain_text},
    {"rs", plain_text},
    {"safetensors", unknown},
    {"sh", plain_text},
    {"stl", "model/stl"},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"tex", plain_text},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"toml", plain_text},
    {"tsv", "text/tab-separated-values; charset=utf-8"},
    {"ttf", "font/ttf"},
    {"txt", plain_text},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "text/xml; charset=utf-8"},
    {"xz", "application/x-xz"},
    {"yaml", plain_text},
    {"yml", plain_text},
    {"zip", "application/zip"},
    {"zst", "application/zstd"},
});
static_assert(std::ranges::is_sorted(by_extension, {}, &ByExtension::extension));

struct ByMagic {
    std::size_t offset;
    std::string_view magic;
    std::string_view type;
};

constexpr auto by_magic = std::to_array<ByMagic>({
    {0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    {0, "\xff\xd8\xff"sv, "image/jpeg"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {8, "WEBPVP"sv, "image/webp"},
    {0, "BM"sv, "image/bmp"},
    {0, "II*\0"sv, "image/tiff"},
    {0, "MM\0*"sv, "image/tiff"},
    {4, "ftypavif"sv, "image/avif"},
    {4, "ftypqt"sv, "video/quicktime"},
    {4, "ftypM4A"sv, "audio/mp4"},
    {4, "ftyp"sv, "video/mp4"},
    {0, "\x1a\x45\xdf\xa3"sv, "video/webm"},
    {0, "OggS"sv, "audio/ogg"},
    {0, "fLaC"sv, "audio/flac"},
    {0, "ID3"sv, "audio/mpeg"},
    {8, "WAVEfmt"sv, "audio/wav"},
    {0, "%PDF-"sv, "application/pdf"},
    {0, "PK\x03\x04"sv, "application/zip"},
    {0, "\x1f\x8b\x08"sv, "application/gzip"},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     "application/x-xz"},
    {0, "\x28\xb5\x2f\xfd"sv, "application/zstd"},
    {257, "ustar"sv, "application/x-tar"},
    {0, "\0asm"sv, "application/wasm"},
});

std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (auto& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return lower;
}

// The head may end inside a character.
bool is_text(std::string_view head) {
    const auto control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && "\t\n\f\r\x1b"sv.find(c) == "\t"sv.npos;
    };
    if (std::ranges::any_of(head, control)) return false;
    for (std::size_t cut = 0; cut < 4 && cut <= head.size(); ++cut)
        if (is_utf8(head.substr(0, head.size() - cut))) return true;
    return false;
}

std::string_view text_type(std::string_view head) {
    const auto lower = to_lower(head);
    const auto begin = std::min(lower.find_first_not_of(" \t\n\f\r"), lower.size());
    const auto markup = std::string_view(lower).substr(begin);
    for (const auto tag : {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv, "<script"sv})
        if (markup.starts_with(tag)) return html;
    const bool xml = markup.starts_with("<?xml");
    if (markup.starts_with("<svg") || (xml && markup.find("<svg") != markup.npos))
        return "image/svg+xml";
    return xml ? "text/xml; charset=utf-8"sv : plain_text;
}

}  // namespace

std::optional<std::string_view> content_type_of_name(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == name.npos) return std::nullopt;
    const auto extension = to_lower(name.substr(dot + 1));
    const auto found = std::ranges::lower_bound(by_extension, std::string_view(extension), {},
                                                &ByExtension::extension);
    if (found == by_extension.end() || found->extension != extension) return std::nullopt;
    return found->type;
}

std::string_view content_type_of_bytes(BytesView head) {
    const auto text = as_text(head.first(std::min(head.size(), sniffed_bytes)));
    for (const auto& [offset, magic, type] : by_magic)
        if (text.size() >= offset && text.substr(offset).starts_with(magic)) return type;
    return is_text(text) ? text_type(text) : unknown;
}

}  // namespace carrot::ipfs
