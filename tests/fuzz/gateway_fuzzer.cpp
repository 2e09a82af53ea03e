// A gateway asked for anything: the first line is the target, the others are headers. "@0" … "@4"
// stand for the CIDs of what is there. Nothing is the gateway's own fault, bodies are as long as
// they say, fields are one line each, redirects stay here, and whatever is below /ipfs/ comes with
// the headers that keep it harmless.
#include <algorithm>
#include <array>
#include <optional>

#include "fuzz/fuzzer.hpp"
#include "http/router.hpp"
#include "ipfs/content.hpp"
#include "ipfs/detail/dag_pb.hpp"
#include "ipfs/detail/shard_position.hpp"
#include "ipfs/detail/unixfs_node.hpp"
#include "ipfs/gateway.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::string_view page = "<html><script>alert(1)</script></html>";

struct Content {
    tests::MemoryBlocks blocks;
    std::array<Cid, 5> cids;
    http::Router router;

    Content() : cids(make()) { add_gateway_routes(router, blocks); }

    Cid node(const std::vector<PbLink>& links, const UnixFsNode& unixfs) {
        return blocks.add(Codec::dag_pb, encode_pb_node(links, encode_unixfs(unixfs)));
    }

    std::array<Cid, 5> make() {
        const auto leaf = blocks.add(Codec::raw, as_bytes(page));
        const auto file = node({{leaf, {}, page.size()}, {leaf, {}, page.size()}},
                               {.type = UnixFsType::file,
                                .file_size = page.size() * 2,
                                .block_sizes = {page.size(), page.size()}});
        const auto link = node({}, {.type = UnixFsType::symlink, .data = as_bytes("/etc/passwd")});
        const auto folder = node({{file, "a b", 0}, {leaf, "index.html", 0}, {link, "link", 0}},
                                 {.type = UnixFsType::directory});
        const ShardShape shape;
        const auto slot = shape.slot(name_hash("x"), 0);
        Bytes bitfield(32);
        bitfield[31 - slot / 8] = static_cast<std::uint8_t>(1U << slot % 8);
        const auto shards =
            node({{leaf, shape.prefix(slot) + "x", 0}}, {.type = UnixFsType::sharded_directory,
                                                         .data = bitfield,
                                                         .hash_function = murmur3_code,
                                                         .fanout = shape.fanout});
        return {leaf, file, link, folder, shards};
    }

    std::string filled_in(std::string_view text) const {
        std::string filled;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool names_cid =
                text[i] == '@' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '4';
            if (names_cid)
                filled += cids[static_cast<std::size_t>(text[++i] - '0')].to_string();
            else
                filled += text[i];
        }
        return filled;
    }
};

std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

bool is_control(char letter) { return (letter >= 0 && letter < ' ') || letter == '\x7f'; }

// Nothing for what the server's parser lets nobody send.
std::optional<http::Request> request_of(const Content& content, std::string_view text) {
    http::Request request;
    request.target = content.filled_in(take_line(text));
    if (request.target.contains(' ') || std::ranges::any_of(request.target, is_control)) return {};
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) continue;
        if (std::ranges::any_of(line, is_control)) return {};
        const auto start = std::min(line.find_first_not_of(' ', colon + 1), line.size());
        request.headers.set(line.substr(0, colon), content.filled_in(line.substr(start)));
    }
    return request;
}

void check_headers(const http::Response& response) {
    for (const auto& [name, value] : response.headers)
        PROMISE(std::ranges::none_of(value, is_control));
    if (const auto location = response.headers.find("Location"))
        PROMISE(location->starts_with('/') && !location->starts_with("//"));
    if (!response.headers.find("X-Ipfs-Roots")) return;
    PROMISE(response.headers.find("X-Content-Type-Options") == "nosniff");
    PROMISE(response.headers.find("Content-Security-Policy") ||
            response.headers.find("Content-Type") == "application/pdf");
}

void check_body(const http::Response& response) {
    const auto* body = std::get_if<http::BlockBody>(&response.body);
    if (body == nullptr) return;
    std::uint64_t size = 0;
    std::array<std::uint8_t, 64> piece{};
    for (;;) {
        const auto count = body->read(piece);
        PROMISE(count);
        if (*count == 0) break;
        size += *count;
    }
    PROMISE(!body->size_bytes || *body->size_bytes == size);
}

}  // namespace
}  // namespace carrot::ipfs

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const carrot::ipfs::Content content;
    const auto request =
        carrot::ipfs::request_of(content, carrot::as_text(carrot::BytesView(data, size)));
    if (!request) return -1;
    const auto response = content.router.answer(*request);
    PROMISE(response.status >= 200 && response.status < 500);
    carrot::ipfs::check_headers(response);
    carrot::ipfs::check_body(response);
    return 0;
}
