#include "ipfs/ipfs.hpp"

#include <boost/json.hpp>

#include "base/encoding.hpp"
#include "cli/commands.hpp"
#include "cli/results.hpp"
#include "cli/session.hpp"
#include "http/server.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t cat_limit_bytes = std::size_t{64} << 20;

/// The local store first, then the network's gateway.
class LocalThenGateway final : public ipfs::BlockSource {
public:
    LocalThenGateway(const ipfs::BlockSource& local, const ipfs::BlockSource& gateway)
        : local_(local), gateway_(gateway) {}

    Result<Bytes> get(const ipfs::Cid& cid) const override {
        auto block = local_.get(cid);
        if (block || block.error().code != ErrorCode::not_found) return block;
        auto fetched = gateway_.get(cid);
        return fetched ? std::move(fetched) : std::move(block);
    }

private:
    const ipfs::BlockSource& local_;
    const ipfs::BlockSource& gateway_;
};

struct AddFile {
    std::filesystem::path path;

    void declare(Command& command) {
        command.argument("path", path, "a file or a folder");
        command.example("carrot ipfs add data.csv");
    }

    Result<void> run(Session& session) {
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        ipfs::PutOptions options{.name = path.filename().native()};
        auto cid = TRY(std::filesystem::is_directory(path)
                           ? store->put_directory(path, options, session.stop())
                           : store->put_file(path, options, session.stop()));
        session.output().show({{"cid", cid.to_string()}}, cid.to_string());
        return {};
    }
};

struct GetFile {
    std::string what;
    std::optional<std::filesystem::path> destination;

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.option("-o,--output", destination, "where to write it (its last name)");
        command.example("carrot ipfs get ipfs://bafy… -o result");
    }

    Result<void> run(Session& session) {
        auto path = TRY(ipfs::ContentPath::parse(what));
        auto target = destination.value_or(path.segments.empty() ? path.root.to_string()
                                                                 : path.segments.back());
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        auto gateway = TRY(open_results(session));
        LocalThenGateway blocks(store->blocks(), *gateway);
        TRY(ipfs::fetch_to(blocks, path, target, {}, session.stop()));
        session.output().show({{"output", target.native()}}, target.native());
        return {};
    }
};

struct CatFile {
    std::string what;

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.example("carrot ipfs cat bafy…/stdout.txt");
    }

    Result<void> run(Session& session) {
        auto path = TRY(ipfs::ContentPath::parse(what));
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        auto gateway = TRY(open_results(session));
        LocalThenGateway blocks(store->blocks(), *gateway);
        auto content = TRY(ipfs::read_content(blocks, path, cat_limit_bytes));
        if (session.output().format() == Format::json) {
            session.output().show({{"content_base64", to_base64(content)}}, "");
        } else {
            session.output().stream(as_text(content));
        }
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
    ipfs.command<AddFile>("add", "Store a file or a folder, and print its CID");
    ipfs.command<GetFile>("get", "Write what a CID names to disk");
    ipfs.command<CatFile>("cat", "Print what a CID names");
    add_ipfs_pin(ipfs);
    add_ipfs_gc(ipfs);
    add_ipfs_verify(ipfs);
    ipfs.command<ServeGateway>("serve", "Serve the store as an IPFS gateway");
}

}  // namespace carrot::cli
