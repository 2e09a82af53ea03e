#include "ipfs/gateway.hpp"

#include <algorithm>
#include <memory>

#include "base/utf8.hpp"
#include "http/router.hpp"
#include "http/url.hpp"
#include "ipfs/detail/content_type.hpp"
#include "ipfs/detail/http_conditions.hpp"
#include "ipfs/detail/listing_page.hpp"
#include "ipfs/reader.hpp"

namespace carrot::ipfs {
namespace {

using http::Request;
using http::Response;

// No scripts, no forms, no requests to other places; an origin of its own. Pictures, sound, styles
// and fonts of the same result are shown.
constexpr std::string_view sandbox_policy =
    "sandbox; default-src 'none'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:";

constexpr std::string_view immutable_caching = "public, max-age=29030400, immutable";

// A listing changes with the program that makes it.
constexpr std::string_view listing_caching = "public, max-age=604800";

struct Target {
    ContentPath path;
    std::vector<Node> nodes;  // of each segment, the root first; what was asked for last

    const Node& node() const { return nodes.back(); }
};

std::string etag_of(std::string_view tag) { return fmt::format("\"{}\"", tag); }

std::string_view path_as_sent(const Request& request) {
    return std::string_view(request.target).substr(0, request.target.find('?'));
}

std::string roots_of(const Target& target) {
    std::string roots;
    for (const auto& node : target.nodes)
        roots += (roots.empty() ? "" : ",") + node.cid.to_string();
    return roots;
}

void add_common_headers(Response& response, const Request& request, const Target& target) {
    auto& headers = response.headers;
    headers.set("X-Ipfs-Path", path_as_sent(request));
    headers.set("X-Ipfs-Roots", roots_of(target));
}

// Whatever the status: nothing that is served from here may act as a page of this origin. Browsers
// refuse to show PDFs in a sandbox, and a PDF cannot run scripts of its origin.
void add_safety_headers(Response& response) {
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    if (response.headers.find("Content-Type") != "application/pdf")
        response.headers.set("Content-Security-Policy", sandbox_policy);
}

// As RFC 6266: an ASCII form and the UTF-8 one.
std::string content_disposition(const Request& request, std::string_view filename) {
    std::string value = request.query_parameter("download") == "true" ? "attachment" : "inline";
    if (filename.empty()) return value;
    std::string ascii;
    for (const char letter : to_printable(filename)) {
        const bool plain = letter >= ' ' && letter < 0x7f && letter != '"' && letter != '\\';
        ascii += plain ? letter : '_';
    }
    return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", value, ascii,
                       http::percent_encode(to_utf8(filename)));
}

Result<std::string> content_type(const BlockSource& blocks, const Cid& file,
                                 std::string_view name) {
    if (const auto type = content_type_of_name(name)) return std::string(*type);
    auto reader = TRY(FileReader::open(blocks, file, {0, sniffed_bytes}));
    Bytes head;
    while (head.size() < sniffed_bytes) {
        const auto piece = TRY(reader.next());
        if (piece.empty()) break;
        head.insert(head.end(), piece.begin(), piece.end());
    }
    return std::string(content_type_of_bytes(head));
}

// Pulls from a FileReader; the first piece is there already, so that a DAG which can't be read at
// all is answered with an error instead of a connection that breaks.
http::BlockBody body_of(FileReader reader, Bytes first, std::uint64_t size_bytes) {
    struct State {
        FileReader reader;
        Bytes piece;
        std::size_t taken = 0;
    };
    auto state = std::make_shared<State>(std::move(reader), std::move(first));
    const auto read = [state](std::span<std::uint8_t> out) -> Result<std::size_t> {
        if (state->taken == state->piece.size()) {
            state->piece = TRY(state->reader.next());
            state->taken = 0;
        }
        const auto count = std::min(out.size(), state->piece.size() - state->taken);
        std::copy_n(state->piece.begin() + static_cast<std::ptrdiff_t>(state->taken), count,
                    out.begin());
        state->taken += count;
        return count;
    };
    return {.read = read, .size_bytes = size_bytes};
}

Response not_modified(std::string_view etag, std::string_view caching) {
    return {.status = 304,
            .headers = {{"ETag", std::string(etag)}, {"Cache-Control", std::string(caching)}},
            .body = {}};
}

bool is_cached_by_client(const Request& request, std::string_view etag) {
    return matches_etag(request.headers.find("If-None-Match").value_or(""), etag);
}

Result<Response> serve_file(const BlockSource& blocks, const Request& request, const Node& file,
                            std::string_view path_name) {
    // The same for every range of a file, as RFC 9110 section 15.3.7 has it.
    const auto etag = etag_of(file.cid.to_string());
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    const auto range = requested_range(request.headers, etag, file.size_bytes);
    if (range.kind == RangeKind::unsatisfiable) {
        auto refusal = http::text_response(416, "the range lies outside the file\n");
        refusal.headers.set("Content-Range", fmt::format("bytes */{}", file.size_bytes));
        return refusal;
    }

    const auto filename = request.query_parameter("filename");
    Response response;
    auto& headers = response.headers;
    headers.set("Content-Type",
                TRY(content_type(blocks, file.cid, filename ? *filename : path_name)));
    headers.set("ETag", etag);
    headers.set("Cache-Control", immutable_caching);
    headers.set("Accept-Ranges", "bytes");
    if (filename || request.query_parameter("download") == "true")
        headers.set("Content-Disposition",
                    content_disposition(request, filename ? *filename : path_name));
    const bool part = range.kind == RangeKind::part;
    const auto bytes = part ? range.bytes : ByteRange{0, file.size_bytes};
    if (part) {
        response.status = 206;
        headers.set("Content-Range", fmt::format("bytes {}-{}/{}", bytes.offset,
                                                 bytes.offset + bytes.length - 1, file.size_bytes));
    }
    auto reader = TRY(FileReader::open(blocks, file.cid, bytes));
    auto first = request.method == http::Method::head ? Bytes() : TRY(reader.next());
    response.body = body_of(std::move(reader), std::move(first), bytes.length);
    return response;
}

Response redirect_to_directory(const Request& request) {
    const auto path = path_as_sent(request);
    const auto query = std::string_view(request.target).substr(path.size());
    auto response = http::text_response(301, "directories end in a slash\n");
    response.headers.set("Location", fmt::format("{}/{}", path, query));
    return response;
}

Result<Response> serve_directory(const BlockSource& blocks, const Request& request,
                                 const Target& target) {
    if (!request.path.ends_with('/')) return redirect_to_directory(request);
    const auto entries = TRY(list_directory(blocks, target.node().cid));
    const auto index = std::ranges::find(entries, "index.html", &DirectoryEntry::name);
    if (index != entries.end()) {
        const auto node = TRY(resolve(blocks, index->cid));
        if (node.kind == NodeKind::file) return serve_file(blocks, request, node, "index.html");
    }
    const auto etag = etag_of(
        fmt::format("DirIndex-{}_CID-{}", listing_page_version, target.node().cid.to_string()));
    if (is_cached_by_client(request, etag)) return not_modified(etag, listing_caching);
    auto response = http::text_response(
        200,
        listing_page("/ipfs/" + target.path.to_string(), !target.path.segments.empty(), entries),
        "text/html; charset=utf-8");
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", listing_caching);
    return response;
}

// The block itself, for clients that check it (specs.ipfs.tech/http-gateways/trustless-gateway).
Result<Response> serve_raw_block(const BlockSource& blocks, const Request& request,
                                 const Node& node) {
    const auto cid = node.cid.to_string();
    const auto etag = etag_of(cid + ".raw");
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    const auto block = TRY(blocks.get(node.cid));
    auto response =
        http::text_response(200, std::string(as_text(block)), "application/vnd.ipld.raw");
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", immutable_caching);
    response.headers.set("Content-Disposition",
                         fmt::format("attachment; filename=\"{}.bin\"", cid));
    return response;
}

enum class Format { rendered, raw_block };

Result<Format> requested_format(const Request& request) {
    const auto format = request.query_parameter("format");
    if (format == "raw") return Format::raw_block;
    if (format)
        return fail(ErrorCode::invalid_argument,
                    "format '{}' is not served here: leave it out, or use 'raw'",
                    to_printable(*format));
    return request.headers.contains_token("Accept", "application/vnd.ipld.raw") ? Format::raw_block
                                                                                : Format::rendered;
}

Result<Target> find_target(const BlockSource& blocks, const Request& request) {
    auto path = TRY(ContentPath::parse(request.path));
    // A service worker for all of /ipfs/CID would see what is below other paths too.
    if (path.segments.empty() && !request.path.ends_with('/') &&
        request.headers.find("Service-Worker") == "script")
        return fail(ErrorCode::invalid_argument, "a service worker may not be registered here");
    auto nodes = TRY(resolve_all(blocks, path));
    return Target{std::move(path), std::move(nodes)};
}

Result<Response> respond(const BlockSource& blocks, const Request& request, const Target& target,
                         Format format) {
    if (format == Format::raw_block) return serve_raw_block(blocks, request, target.node());
    switch (target.node().kind) {
        case NodeKind::file: {
            const auto& segments = target.path.segments;
            return serve_file(blocks, request, target.node(),
                              segments.empty() ? std::string_view() : segments.back());
        }
        case NodeKind::directory:
            return serve_directory(blocks, request, target);
        case NodeKind::symlink:
            break;
    }
    return fail(ErrorCode::invalid_argument, "{} is a symbolic link: it has no content",
                target.path.to_string());
}

Result<Response> answer(const BlockSource& blocks, const Request& request) {
    const auto format = TRY(requested_format(request));
    const auto target = TRY(find_target(blocks, request));
    auto response = TRY(respond(blocks, request, target, format));
    add_common_headers(response, request, target);
    return response;
}

Response refuse(const Request& request, const Error& error) {
    const bool probe = request.headers.contains_token("Cache-Control", "only-if-cached");
    if (probe && error.code == ErrorCode::not_found)
        return http::error_response(412, name_of(error.code), error.message);
    return http::error_response(error);
}

}  // namespace

void add_gateway_routes(http::Router& router, const BlockSource& blocks) {
    const auto handler = [&blocks](const Request& request) {
        auto response = answer(blocks, request);
        if (!response) response = refuse(request, response.error());
        add_safety_headers(*response);
        return *std::move(response);
    };
    router.route(http::Method::get, "/ipfs/{cid}", handler);
    router.route(http::Method::get, "/ipfs/{cid}/{path...}", handler);
}

}  // namespace carrot::ipfs
