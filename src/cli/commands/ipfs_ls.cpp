#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/local_content.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {
namespace {

/// An entry and, where its own block could be read, what it is.
struct Row {
    ipfs::DirectoryEntry entry;
    std::optional<ipfs::Node> node;
};

std::string_view name_of(ipfs::NodeKind kind) {
    switch (kind) {
        case ipfs::NodeKind::file:
            return "file";
        case ipfs::NodeKind::directory:
            return "directory";
        case ipfs::NodeKind::symlink:
            break;
    }
    return "symlink";
}

boost::json::object to_document(const Row& row) {
    boost::json::object document{{"name", row.entry.name},
                                 {"cid", row.entry.cid.to_string()},
                                 {"kind", nullptr},
                                 {"size_bytes", nullptr},
                                 {"dag_size_bytes", row.entry.dag_size_bytes}};
    if (row.node) document["kind"] = name_of(row.node->kind);
    if (row.node && row.node->kind == ipfs::NodeKind::file)
        document["size_bytes"] = row.node->size_bytes;
    return document;
}

std::vector<std::string> to_cells(const Row& row) {
    const auto cid = row.entry.cid.to_string();
    if (!row.node) return {cid, "?", row.entry.name};
    if (row.node->kind == ipfs::NodeKind::directory) return {cid, "-", row.entry.name + "/"};
    if (row.node->kind == ipfs::NodeKind::symlink) return {cid, "-", row.entry.name + "@"};
    return {cid, to_text_bytes(row.node->size_bytes), row.entry.name};
}

struct ListFolder {
    std::string what;
    bool links_only = false;

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.flag("--links-only", links_only,
                     "don't read the entries' own blocks: faster, without kinds and sizes");
        command.example("carrot ipfs ls bafy…");
        command.example("carrot ipfs ls ipfs://bafy…/pictures --json");
        command.note(
            "Folders end in /, symbolic links in @. \"?\" is what could not be read, here or at "
            "the gateways.");
    }

    Result<void> run(Session& session) {
        const auto path = TRY(ipfs::ContentPath::parse(what));
        const auto content = TRY(LocalContent::open(session, "listing"));
        const auto node = TRY(ipfs::resolve(*content, path));
        const auto rows = TRY(rows_of(*content, path, node, session.stop()));
        Table table({{"CID"}, {"SIZE", Table::Align::right}, {"NAME"}});
        boost::json::array documents;
        for (const auto& row : rows) {
            documents.push_back(to_document(row));
            table.add_row(to_cells(row));
        }
        auto& output = session.output();
        output.clear_passing();
        output.show({{"cid", node.cid.to_string()},
                     {"kind", name_of(node.kind)},
                     {"entries", std::move(documents)}},
                    rows.empty() ? "the folder is empty" : table.to_text(output.paint()));
        return {};
    }

private:
    /// A file is listed as itself, as ls(1) does.
    Result<std::vector<Row>> rows_of(const ipfs::BlockSource& content,
                                     const ipfs::ContentPath& path, const ipfs::Node& node,
                                     const std::stop_token& stop) const {
        if (node.kind != ipfs::NodeKind::directory) {
            const auto name = path.segments.empty() ? path.root.to_string() : path.segments.back();
            return std::vector<Row>{{{name, node.cid, node.size_bytes}, node}};
        }
        std::vector<Row> rows;
        for (auto& entry : TRY(ipfs::list_directory(content, node.cid))) {
            if (stop.stop_requested())
                return fail(ErrorCode::cancelled, "listing {} was stopped", path.to_string());
            auto child = node_of(content, entry);
            rows.push_back({std::move(entry), std::move(child)});
        }
        return rows;
    }

    // A raw block is a file of the size that its link declares, so it need not be read.
    std::optional<ipfs::Node> node_of(const ipfs::BlockSource& content,
                                      const ipfs::DirectoryEntry& entry) const {
        if (entry.cid.codec() == ipfs::Codec::raw)
            return ipfs::Node{entry.cid, ipfs::NodeKind::file, entry.dag_size_bytes};
        if (links_only) return std::nullopt;
        auto node = ipfs::resolve(content, entry.cid);
        if (!node) return std::nullopt;
        return *std::move(node);
    }
};

}  // namespace

void add_ipfs_ls(Command& ipfs) {
    ipfs.command<ListFolder>("ls", "List a folder that a CID names");
}

}  // namespace carrot::cli
