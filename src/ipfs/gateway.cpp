#include "ipfs/gateway.hpp"

#include <algorithm>
#include <memory>

#include "http/router.hpp"
#include "ipfs/detail/gateway_reply.hpp"
#include "ipfs/detail/hot_blocks.hpp"
#include "ipfs/detail/listing_page.hpp"
#include "ipfs/detail/node_view.hpp"
#include "ipfs/detail/timed_blocks.hpp"
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

// A listing changes with the program that makes it.
constexpr std::string_view listing_caching = "public, max-age=604800";

/// Path and query as they were sent. A client may put "http://HOST" before them (RFC 9112 section
/// 3.2.2): no answer repeats it, so that none leads to another host.
std::string_view target_here(const Request& request) {
    auto target = std::string_view(request.target);
    target = target.substr(0, target.find('#'));
    if (target.starts_with('/')) return target;
    const auto host = target.find("://");
    return target.substr(std::min(target.find('/', host + 3), target.size()));
}

std::string_view path_as_sent(const Request& request) {
    const auto target = target_here(request);
    return target.substr(0, target.find('?'));
}

std::string roots_of(const Target& target) {
    std::string roots;
    for (const auto& node : target.nodes)
        roots += (roots.empty() ? "" : ",") + node.cid.to_string();
    return roots;
}

/// Where the same is without an Accept field, for caches that don't look at it.
std::string location_of(const Request& request, const ResponseFormat& format) {
    const auto target = target_here(request);
    const bool dups = format.duplicates == Duplicates::yes && !request.query_parameter("car-dups");
    return fmt::format("{}{}format={}{}", target, target.contains('?') ? '&' : '?',
                       format.format == Format::car ? "car" : "raw", dups ? "&car-dups=y" : "");
}

void add_common_headers(Response& response, const Request& request, const Target& target) {
    auto& headers = response.headers;
    headers.set("X-Ipfs-Path", path_as_sent(request));
    headers.set("X-Ipfs-Roots", roots_of(target));
    headers.set("Vary", "Accept");
}

// Whatever the status: nothing that is served from here may act as a page of this origin. Browsers
// refuse to show PDFs in a sandbox, and a PDF cannot run scripts of its origin.
void add_safety_headers(Response& response) {
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    if (response.headers.find("Content-Type") != "application/pdf")
        response.headers.set("Content-Security-Policy", sandbox_policy);
}

Response redirect_to_directory(const Request& request) {
    const auto path = path_as_sent(request);
    const auto query = target_here(request).substr(path.size());
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

/// Where a symbolic link leads, in so many words: none is followed.
Result<Response> serve_symlink(const BlockSource& blocks, const Request& request,
                               const Node& link) {
    const auto etag = etag_of(link.cid.to_string());
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    const auto view = TRY(blocks.get_node(link.cid));
    Response response;
    response.body = SharedBytes(view, view->unixfs.data);
    response.headers.set("Content-Type", "inode/symlink");
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", immutable_caching);
    return response;
}

/// Notes what is read while a path is followed: what it takes to check the path.
class NotedBlocks final : public BlockSource {
public:
    explicit NotedBlocks(const BlockSource& blocks) : blocks_(blocks) {}

    Result<Bytes> get(const Cid& cid) const override {
        read_.push_back(cid);
        return blocks_.get(cid);
    }
    Result<SharedNode> get_node(const Cid& cid) const override {
        read_.push_back(cid);
        return blocks_.get_node(cid);
    }
    std::vector<Cid> take() { return std::move(read_); }

private:
    const BlockSource& blocks_;
    mutable std::vector<Cid> read_;
};

/// Blocks that aren't UnixFS are for those who ask for blocks.
Result<std::vector<Node>> find_nodes(const BlockSource& blocks, const NotedBlocks& noted,
                                     const ContentPath& path, Format format) {
    auto nodes = resolve_all(noted, path);
    const bool block_alone = format != Format::rendered && path.segments.empty();
    if (nodes || !block_alone || nodes.error().code != ErrorCode::corrupt_data) return nodes;
    TRY(blocks.get(path.root));
    return std::vector<Node>{{path.root, NodeKind::directory}};
}

Result<Target> find_target(const BlockSource& blocks, const Request& request, Format format) {
    auto path = TRY(ContentPath::parse(request.path));
    // A service worker for all of /ipfs/CID would see what is below other paths too.
    if (path.segments.empty() && !request.path.ends_with('/') &&
        request.headers.find("Service-Worker") == "script")
        return fail(ErrorCode::invalid_argument, "a service worker may not be registered here");
    NotedBlocks noted(blocks);
    auto nodes = TRY(find_nodes(blocks, noted, path, format));
    auto on_path = noted.take();
    on_path.pop_back();
    return Target{std::move(path), std::move(nodes), std::move(on_path)};
}

Result<Response> respond(const BlockSource& blocks, const Request& request, const Target& target,
                         const ResponseFormat& format) {
    if (format.format == Format::raw_block) return serve_raw_block(blocks, request, target.node());
    if (format.format == Format::car) return serve_car(blocks, request, target, format.duplicates);
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
    return serve_symlink(blocks, request, target.node());
}

Result<Response> answer(const BlockSource& blocks, const Request& request) {
    const auto format = response_format(request);
    if (!format && format.error().code == ErrorCode::failed_precondition)
        return http::error_response(406, "not_acceptable", format.error().message);
    if (!format) return std::unexpected(format.error());
    const auto target = TRY(find_target(blocks, request, format->format));
    auto response = TRY(respond(blocks, request, target, *format));
    add_common_headers(response, request, target);
    if (format->by_accept && response.status < 300)
        response.headers.set("Content-Location", location_of(request, *format));
    return response;
}

Response refuse(const Request& request, const Error& error) {
    const bool probe = request.headers.contains_token("Cache-Control", "only-if-cached");
    if (probe && error.code == ErrorCode::not_found)
        return http::error_response(412, name_of(error.code), error.message);
    return http::error_response(error);
}

// The body is pulled when the handler is done; a reader who takes a long time for a large file may.
void time_pieces(Response& response, const std::shared_ptr<TimedBlocks>& blocks) {
    auto* body = std::get_if<http::BlockBody>(&response.body);
    if (body == nullptr) return;
    body->read = [blocks, read = std::move(body->read)](std::span<std::uint8_t> out) {
        blocks->start_again();
        return read(out);
    };
}

/// What is answered from memory and costs little more than to send it.
std::optional<Response> answer_at_once(const HotBlocks& hot, const Request& request) {
    const BlocksAtHand blocks(hot);
    auto response = answer(blocks, request);
    if (!response || std::holds_alternative<http::BlockBody>(response->body)) return std::nullopt;
    add_safety_headers(*response);
    return *std::move(response);
}

}  // namespace

void add_gateway_routes(http::Router& router, const BlockSource& blocks,
                        const GatewayLimits& limits, const Clock& clock) {
    const auto hot =
        std::make_shared<const HotBlocks>(blocks, limits.kept_bytes, limits.kept_for, clock);
    const auto handler = [hot, limits, &clock](const Request& request) {
        const auto timed = std::make_shared<TimedBlocks>(hot, limits.reading, clock);
        auto response = answer(*timed, request);
        if (!response) response = refuse(request, response.error());
        time_pieces(*response, timed);
        add_safety_headers(*response);
        return *std::move(response);
    };
    const http::RouteOptions options{
        .at_once = [hot](const Request& request) { return answer_at_once(*hot, request); }};
    router.route(http::Method::get, "/ipfs/{cid}", handler, options);
    router.route(http::Method::get, "/ipfs/{cid}/{path...}", handler, options);
}

}  // namespace carrot::ipfs
