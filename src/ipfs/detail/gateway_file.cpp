#include <memory>

#include "ipfs/detail/content_type.hpp"
#include "ipfs/detail/gateway_reply.hpp"
#include "ipfs/detail/ranged_body.hpp"

namespace carrot::ipfs {
namespace {

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

}  // namespace

Result<http::Response> serve_file(const BlockSource& blocks, const http::Request& request,
                                  const Node& file, std::string_view path_name) {
    // The same for every range of a file, as RFC 9110 section 15.3.7 has it.
    const auto etag = etag_of(file.cid.to_string());
    if (is_cached_by_client(request, etag)) return not_modified(etag, immutable_caching);
    const auto filename = request.query_parameter("filename");
    const auto name = filename ? std::string_view(*filename) : path_name;
    const auto open = [&blocks, cid = file.cid](ByteRange range) -> Result<PieceReader> {
        auto reader = std::make_shared<FileReader>(TRY(FileReader::open(blocks, cid, range)));
        return [reader] { return reader->next(); };
    };
    const auto type = TRY(content_type(blocks, file.cid, name));
    auto response = TRY(ranged_response(request, etag, type, file.size_bytes, open));
    if (response.status == 416) return response;
    response.headers.set("ETag", etag);
    response.headers.set("Cache-Control", immutable_caching);
    const bool download = request.query_parameter("download") == "true";
    if (filename || download)
        response.headers.set("Content-Disposition",
                             content_disposition(download ? "attachment" : "inline", name));
    return response;
}

}  // namespace carrot::ipfs
