#include "http/static_site.hpp"

#include <array>
#include <memory>

#include "base/bytes.hpp"
#include "base/file.hpp"

namespace carrot::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_files = 1000;
constexpr std::size_t max_bytes = std::size_t{64} << 20;

struct File {
    std::string content;
    std::string compressed;  ///< gzip; empty: there is none
    std::string type;
    std::string etag;
    bool immutable = false;
};

struct Site {
    std::map<std::string, File, std::less<>> files;  ///< by path, "/index.html"
    std::string policy;
};

std::string_view content_type(std::string_view name) {
    struct Known {
        std::string_view ending, type;
    };
    static constexpr std::array known{
        Known{".html", "text/html; charset=utf-8"},
        Known{".js", "text/javascript; charset=utf-8"},
        Known{".css", "text/css; charset=utf-8"},
        Known{".json", "application/json"},
        Known{".webmanifest", "application/manifest+json"},
        Known{".svg", "image/svg+xml"},
        Known{".png", "image/png"},
        Known{".woff2", "font/woff2"},
        Known{".txt", "text/plain; charset=utf-8"},
    };
    for (const auto& each : known) {
        if (name.ends_with(each.ending)) return each.type;
    }
    return "application/octet-stream";
}

/// Not for secrets: it only has to change when the content does.
std::string etag_of(std::string_view content) {
    return fmt::format("\"{:x}-{:x}\"", std::hash<std::string_view>{}(content), content.size());
}

File make_file(std::string_view path, std::string content) {
    auto etag = etag_of(content);
    return {.content = std::move(content),
            .compressed = {},
            .type = std::string(content_type(path)),
            .etag = std::move(etag),
            .immutable = path.starts_with("/assets/")};
}

Result<std::map<std::string, std::string>> read_folder(const fs::path& directory) {
    std::map<std::string, std::string> contents;
    std::size_t total = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        if (at->is_symlink() || !at->is_regular_file()) continue;
        auto bytes = TRY(read_file(at->path(), max_bytes));
        total += bytes.size();
        if (contents.size() == max_files || total > max_bytes) {
            return fail(ErrorCode::resource_exhausted,
                        "{} is too large for a page: at most {} files of {} bytes together",
                        directory.native(), max_files, max_bytes);
        }
        contents.emplace("/" + fs::relative(at->path(), directory).generic_string(),
                         std::string(as_text(bytes)));
    }
    if (!contents.contains("/index.html")) {
        return fail(ErrorCode::not_found, "{} has no index.html: it is no built page",
                    directory.native());
    }
    return contents;
}

Result<Site> read_site(const StaticSite& wanted) {
    Site site{.files = {}, .policy = wanted.content_security_policy};
    auto contents = TRY(read_folder(wanted.directory));
    for (const auto& [path, text] : wanted.documents)
        contents[path] = text;
    for (auto& [path, text] : contents) {
        if (path.ends_with(".gz")) continue;
        auto file = make_file(path, text);
        const auto packed = contents.find(path + ".gz");
        if (packed != contents.end() && !wanted.documents.contains(path)) {
            file.compressed = packed->second;
        }
        site.files.emplace(path, std::move(file));
    }
    return site;
}

/// The file that answers a path; null when there is none.
const File* find_file(const Site& site, std::string_view path) {
    const auto found = site.files.find(path == "/" ? "/index.html" : path);
    if (found != site.files.end()) return &found->second;
    const auto last_segment = path.substr(path.rfind('/') + 1);
    if (last_segment.contains('.')) return nullptr;
    return &site.files.find("/index.html")->second;
}

void add_headers(const Site& site, const File& file, Headers& headers) {
    headers.set("Content-Type", file.type);
    headers.set("ETag", file.etag);
    headers.set("Cache-Control",
                file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    headers.set("Content-Security-Policy", site.policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Vary", "Accept-Encoding");
}

Response serve(const Site& site, const Request& request) {
    const auto* file = find_file(site, request.path);
    if (file == nullptr) {
        return error_response(404, "not_found", fmt::format("no such file: {}", request.path));
    }
    Response response;
    add_headers(site, *file, response.headers);
    if (request.headers.find("If-None-Match") == file->etag) {
        response.status = 304;
        return response;
    }
    const bool packed =
        !file->compressed.empty() && request.headers.contains_token("Accept-Encoding", "gzip");
    if (packed) response.headers.set("Content-Encoding", "gzip");
    response.body = packed ? file->compressed : file->content;
    return response;
}

}  // namespace

Result<void> add_static_site(Router& router, const StaticSite& site) {
    const auto files = std::make_shared<const Site>(TRY(read_site(site)));
    router.route(Method::get, "/{path...}",
                 [files](const Request& request) { return serve(*files, request); });
    return {};
}

}  // namespace carrot::http
