// A pinning service that speaks what Carrot needs of Kubo's RPC, `POST /api/v0/dag/import`: it
// stands for the daemon, which is not to be had here. It keeps CARs as files named after their
// roots, and checks each block against its CID first.
#include <unistd.h>

#include "base/file.hpp"
#include "faults/parts.hpp"
#include "http/json.hpp"
#include "http/server.hpp"
#include "ipfs/cid.hpp"
#include "ipfs/detail/wire.hpp"

namespace carrot::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t upload_limit_bytes = std::uint64_t{64} << 20;

/// The form's only file.
Result<std::string_view> file_of(const http::Request& request) {
    const std::string type(request.headers.find("Content-Type").value_or(""));
    const auto boundary = type.find("boundary=");
    const std::string_view body = request.body;
    const auto from = body.find("\r\n\r\n");
    if (boundary == std::string::npos || from == body.npos)
        return fail(ErrorCode::invalid_argument, "no form");
    const auto to = body.find("\r\n--" + type.substr(boundary + 9), from + 4);
    if (to == body.npos) return fail(ErrorCode::invalid_argument, "the form has no end");
    return body.substr(from + 4, to - from - 4);
}

/// A CARv1's root, after a look at every block.
Result<ipfs::Cid> root_of(BytesView car) {
    constexpr std::string_view link_start = "\xd8\x2a\x58";
    auto header = TRY(ipfs::take_bytes(car, TRY(ipfs::take_varint(car))));
    const auto link = as_text(header).find(link_start);
    if (link == std::string_view::npos) return fail(ErrorCode::corrupt_data, "no root");
    header = header.subspan(link + link_start.size() + 2);
    auto root = TRY(ipfs::Cid::decode_prefix(header));
    bool has_root = false;
    while (!car.empty()) {
        auto block = TRY(ipfs::take_bytes(car, TRY(ipfs::take_varint(car))));
        const auto cid = TRY(ipfs::Cid::decode_prefix(block));
        if (!cid.names(block)) return fail(ErrorCode::corrupt_data, "a block is not its CID's");
        has_root = has_root || cid == root;
    }
    if (!has_root) return fail(ErrorCode::corrupt_data, "the root is missing");
    return root;
}

Result<std::string> import(const fs::path& folder, const http::Request& request) {
    const auto car = TRY(file_of(request));
    const auto root = TRY(root_of(as_bytes(car)))
    .to_string();
    const auto unfinished = folder / (root + "." + std::to_string(::gettid()));
    TRY(write_file(unfinished, as_bytes(car)));
    fs::rename(unfinished, folder / root);
    return root;
}

}  // namespace

Result<void> pins_part(Arguments arguments) {
    const fs::path folder(arguments[0]);
    TRY(make_directories(folder));
    http::Router router;
    router.route(http::Method::post, "/api/v0/dag/import", [&](const http::Request& request) {
        const auto root = import(folder, request);
        if (!root) return http::error_response(root.error());
        namespace json = boost::json;
        return http::json_response(
            200, json::object{{"Root", json::object{{"Cid", json::object{{"/", *root}}},
                                                    {"PinErrorMsg", ""}}}});
    });
    const auto server = TRY(http::Server::start(
        std::move(router), {.port = static_cast<std::uint16_t>(std::stoi(arguments[1])),
                            .body_limit_bytes = upload_limit_bytes}));
    serve(server.url());
    return {};
}

}  // namespace carrot::tests
