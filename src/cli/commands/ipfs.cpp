#include "ipfs/ipfs.hpp"

#include <boost/json.hpp>

#include "base/encoding.hpp"
#include "cli/commands.hpp"
#include "cli/local_content.hpp"
#include "cli/session.hpp"
#include "http/server.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t document_limit_bytes = std::size_t{64} << 20;

struct GetFile {
    std::string what;
    std::optional<std::filesystem::path> destination;
    std::string symlinks = "refuse";
    std::uint32_t max_gib = 16;

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.option("-o,--output", destination, "where to write it (its last name)");
        command.option("--max-gib", max_gib, "give up past so many GiB of content (16)");
        command.option("--symlinks", symlinks, "refuse, or keep them as links (refuse)");
        command.example("carrot ipfs get ipfs://bafy… -o result");
    }

    Result<void> run(Session& session) {
        if (symlinks != "keep" && symlinks != "refuse")
            return fail(ErrorCode::invalid_argument,
                        "--symlinks: \"{}\" is neither keep nor refuse", symlinks);
        auto path = TRY(ipfs::ContentPath::parse(what));
        auto target = destination.value_or(path.segments.empty() ? path.root.to_string()
                                                                 : path.segments.back());
        const auto content = TRY(LocalContent::open(session, "getting"));
        ipfs::FetchLimits limits{.content_bytes = std::uint64_t{max_gib} << 30};
        if (symlinks == "keep") limits.symlinks = ipfs::Symlinks::keep;
        TRY(ipfs::fetch_to(*content, path, target, limits, session.stop()));
        session.output().clear_passing();
        session.output().show({{"output", target.native()}}, target.native());
        return {};
    }
};

struct CatFile {
    std::string what;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> length;

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.option("--offset", offset, "the byte to begin with (0)");
        command.option("--length", length, "how many bytes (all)");
        command.example("carrot ipfs cat bafy…/stdout.txt");
        command.example("carrot ipfs cat bafy…/film.mp4 --length 1000000 > start.mp4");
    }

    Result<void> run(Session& session) {
        const auto path = TRY(ipfs::ContentPath::parse(what));
        const auto content = TRY(LocalContent::open(session));
        const auto node = TRY(ipfs::resolve(*content, path));
        ipfs::ByteRange range{.offset = offset};
        if (length) range.length = *length;
        auto reader =
            TRY(with_context(ipfs::FileReader::open(*content, node.cid, range), path.to_string()));
        if (session.output().format() == Format::json) return show_document(session, reader);
        for (;;) {
            if (session.stop().stop_requested())
                return fail(ErrorCode::cancelled, "reading {} was stopped", path.to_string());
            const auto piece = TRY(reader.next());
            if (piece.empty()) return {};
            TRY(session.output().write(piece));
        }
    }

private:
    static Result<void> show_document(Session& session, ipfs::FileReader& reader) {
        Bytes content;
        for (;;) {
            const auto piece = TRY(reader.next());
            if (piece.empty()) break;
            if (piece.size() > document_limit_bytes - content.size())
                return fail(ErrorCode::resource_exhausted,
                            "more than {} don't fit a JSON document: leave --json out, or name a "
                            "--length",
                            to_text_bytes(document_limit_bytes));
            content.insert(content.end(), piece.begin(), piece.end());
        }
        session.output().show({{"content_base64", to_base64(content)}}, "");
        return {};
    }
};

struct ServeGateway {
    std::uint16_t port = 8081;

    void declare(Command& command) {
        command.option("--port", port, "where to listen; 0 takes a free port (8081)");
        command.example("carrot ipfs serve");
    }

    Result<void> run(Session& session) {
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        http::Router router;
        ipfs::add_gateway_routes(router, store->blocks());
        http::ServerOptions options;
        options.port = port;
        options.cors.any_origin = true;
        auto server = TRY(with_context(http::Server::start(std::move(router), options),
                                       "serve the gateway (--port chooses where)"));
        session.output().show({{"gateway_url", server.url()}}, server.url() + "/ipfs/<CID>");
        while (session.clock().sleep_for(std::chrono::hours(24), session.stop())) {
        }
        return {};
    }
};

}  // namespace

void add_ipfs(Command& program) {
    auto ipfs = program.group("ipfs", "The content-addressed store of results");
    add_ipfs_add(ipfs);
    ipfs.command<GetFile>("get", "Write what a CID names to disk");
    ipfs.command<CatFile>("cat", "Print what a CID names");
    add_ipfs_ls(ipfs);
    add_ipfs_pin(ipfs);
    add_ipfs_export(ipfs);
    add_ipfs_import(ipfs);
    add_ipfs_gc(ipfs);
    add_ipfs_verify(ipfs);
    ipfs.command<ServeGateway>("serve", "Serve the store as an IPFS gateway");
}

}  // namespace carrot::cli
