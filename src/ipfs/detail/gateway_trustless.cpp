// Blocks and CARs (specs.ipfs.tech/http-gateways/trustless-gateway).
#include <memory>

#include "base/encoding.hpp"
#include "ipfs/detail/car_stream.hpp"
#include "ipfs/detail/gateway_reply.hpp"
#include "ipfs/detail/http_conditions.hpp"
#include "ipfs/detail/ranged_body.hpp"
#include "ipfs/detail/sha256.hpp"

namespace carrot::ipfs {
namespace {

using http::Request;
using http::Response;

std::string_view name_of(DagScope scope) {
    switch (scope) {
        case DagScope::block:
            return "block";
        case DagScope::entity:
            return "entity";
        case DagScope::all:
            break;
    }
    return "all";
}

std::string_view name_of(Duplicates duplicates) {
    return duplicates == Duplicates::yes ? "y" : "n";
}

std::string car_etag(const Target& target, const CarSelection& selection) {
    std::string what = target.path.to_string();
    if (selection.bytes)
        what += fmt::format("?{}:{}", selection.bytes->from,
                            selection.bytes->to ? std::to_string(*selection.bytes->to) : "*");
    const auto digest = sha256(as_bytes(what));
    return etag_of(fmt::format("{}.{}.{}.{}.car", name_of(selection.scope),
                               target.node().cid.to_string(), to_hex(BytesView(digest).first(8)),
                               name_of(selection.duplicates)));
}

void add_attachment(Response& response, const Request& request, const Cid& cid,
                    std::string_view ending) {
    const auto filename = request.query_parameter("filename");
    response.headers.set("Content-Disposition", filename && !filename->empty()
                                                    ? content_disposition("attachment", *filename)
                                                    : fmt::format("attachment; filename=\"{}.{}\"",
                                                                  cid.to_string(), ending));
}

}  // namespace

Result<Response> serve_raw_block(const BlockSource& blocks, const Request& request,
                                 const Node& node) {
    const auto etag = etag_of(node.cid.to_string() + ".raw");
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    const SharedBytes block(TRY(blocks.get(node.cid)));
    const auto read = [block](ByteRange range) {
        return Result<PieceReader>(piece_of(block, range));
    };
    auto response =
        TRY(ranged_response(request, etag, "application/vnd.ipld.raw", block.size(), read));
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", immutable_caching);
    add_attachment(response, request, node.cid, "bin");
    return response;
}

Result<Response> serve_car(const BlockSource& blocks, const Request& request, const Target& target,
                           Duplicates duplicates) {
    const auto selection = TRY(car_selection(request, duplicates));
    const auto& node = target.node();
    if (selection.bytes && node.kind == NodeKind::file && node.size_bytes > 0 &&
        selection.bytes->in(node.size_bytes).length == 0)
        return fail(ErrorCode::invalid_argument,
                    "entity-bytes lies outside the file, which has {} bytes", node.size_bytes);
    const auto etag = car_etag(target, selection);
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    Response response;
    response.headers.set("Content-Type",
                         fmt::format("application/vnd.ipld.car; version=1; order=dfs; dups={}",
                                     name_of(duplicates)));
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", immutable_caching);
    response.headers.set("Accept-Ranges", "none");
    add_attachment(response, request, node.cid, "car");
    const auto car = std::make_shared<CarStream>(blocks, target.on_path, node.cid, selection);
    response.body = http::BlockBody{
        .read = [car](std::span<std::uint8_t> out) { return car->read(out); }, .size_bytes = {}};
    return response;
}

}  // namespace carrot::ipfs
