#include <boost/json.hpp>
#include <charconv>

#include "base/utf8.hpp"
#include "cli/byte_progress.hpp"
#include "cli/commands.hpp"
#include "cli/pin_lifetime.hpp"
#include "cli/standard_input.hpp"
#include "cli/store_budget.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {

/// The bytes of a leaf: "262144", "256KiB", "1MiB".
struct ChunkSize {
    std::size_t bytes = 0;
};

Result<void> read_value(std::string_view text, ChunkSize& value) {
    constexpr std::size_t most = std::size_t{1} << 20;
    std::size_t count = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, count);
    const auto unit = std::string_view(end, last);
    const std::size_t factor = unit.empty() ? 1 : unit == "KiB" ? 1024 : unit == "MiB" ? most : 0;
    if (error != std::errc{} || factor == 0 || count == 0 || count > most / factor)
        return fail(ErrorCode::invalid_argument,
                    "\"{}\" is no size like 262144, 256KiB or 1MiB (1MiB at most)",
                    text.substr(0, 64));
    value.bytes = count * factor;
    return {};
}

constexpr std::string_view value_name(const ChunkSize&) { return "SIZE"; }

namespace {

/// How files become blocks: a profile by name, and what differs from it.
struct ShapeOptions {
    std::string profile = "unixfs-v1-2025";
    std::optional<ChunkSize> chunk_size;
    std::optional<std::uint32_t> cid_version;
    std::optional<bool> raw_leaves;

    void declare(Command& command) {
        command.option("--profile", profile,
                       "unixfs-v1-2025 (1 MiB raw leaves, the default) or "
                       "unixfs-v0-2015 (256 KiB dag-pb leaves)");
        command.option("--chunk-size", chunk_size, "the bytes of a leaf, as 256KiB; 1MiB at most");
        command.option("--cid-version", cid_version, "0 or 1");
        command.option("--raw-leaves", raw_leaves,
                       "whether leaves are a file's bytes alone (yes for version 1)");
    }

    // As 'ipfs add': version 1 has raw leaves and version 0 has none, unless told.
    Result<ipfs::UnixFsProfile> chosen() const {
        if (profile != "unixfs-v1-2025" && profile != "unixfs-v0-2015")
            return fail(ErrorCode::invalid_argument,
                        "--profile: \"{}\" is neither unixfs-v1-2025 nor unixfs-v0-2015", profile);
        auto shape = profile == "unixfs-v0-2015" ? ipfs::unixfs_v0_2015 : ipfs::unixfs_v1_2025;
        if (chunk_size) shape.chunk_bytes = chunk_size->bytes;
        if (cid_version.value_or(0) > 1)
            return fail(ErrorCode::invalid_argument, "--cid-version: {} is neither 0 nor 1",
                        *cid_version);
        if (cid_version) shape.cid_version = static_cast<ipfs::CidVersion>(*cid_version);
        const bool version_1 = shape.cid_version == ipfs::CidVersion::v1;
        const bool raw = raw_leaves.value_or(version_1);
        if (raw && !version_1)
            return fail(
                ErrorCode::invalid_argument,
                "--raw-leaves: CIDs of version 0 can't name raw leaves; add --cid-version 1");
        shape.leaves = raw ? ipfs::Leaves::raw : ipfs::Leaves::dag_pb;
        return shape;
    }
};

/// One line of the outcome: a path that was given, or the folder around all.
struct Thing {
    std::string name;
    ipfs::AddSource source;
};

using Add = std::function<Result<ipfs::Added>(const Thing&, ipfs::PutOptions)>;

ipfs::AddOptions add_options(const ipfs::PutOptions& options) {
    return {.profile = options.profile, .symlinks = options.symlinks, .progress = options.progress};
}

/// What a path is called in its folder, also "." and "folder/".
std::string name_of(const std::filesystem::path& path) {
    std::error_code ignored;
    auto whole = std::filesystem::absolute(path, ignored).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();
    return whole.filename().native();
}

struct AddPaths {
    std::vector<std::filesystem::path> paths;
    ShapeOptions shape;
    std::string symlinks = "refuse";
    bool recursive = false;
    bool wrap = false;
    std::string stdin_name = "stdin";
    std::optional<std::string> pin_name;
    std::optional<PinLifetime> lifetime;
    bool no_pin = false;
    bool only_hash = false;
    bool quiet = false;

    void declare(Command& command) {
        command.argument("path", paths, "files and folders; - for what comes on stdin");
        command.flag("-r,--recursive", recursive, "folders are added whole with or without it");
        command.flag("-w,--wrap", wrap, "put all into one folder, which keeps their names");
        command.option("--stdin-name", stdin_name, "what - is called (stdin)");
        shape.declare(command);
        command.option("--symlinks", symlinks, "refuse, or keep them as links (refuse)");
        command.option("--name", pin_name, "of the pin, for people (the path's)");
        command.option("--expires", lifetime, "how long it is kept: 90m, 12h, 30d (for good)");
        command.flag("--no-pin", no_pin, "don't pin: 'carrot ipfs gc' removes it");
        command.flag("--only-hash", only_hash, "print the CID and store nothing");
        command.flag("-q,--quiet", quiet, "CIDs and nothing else");
        command.example("carrot ipfs add data.csv");
        command.example("carrot ipfs add --wrap train.py data/ --name thesis --expires 30d",
                        "one CID for both; CID/train.py is the script");
        command.example("tar c results | carrot ipfs add - --quiet");
        command.example("carrot ipfs add --profile unixfs-v0-2015 --only-hash data",
                        "the CID that 'ipfs add' gives where nobody chose another profile");
    }

    Result<void> run(Session& session) {
        const auto options = TRY(put_options(session));
        const auto things = TRY(what_to_add(session));
        const auto add = TRY(way_of_adding(session));
        auto& output = session.output();
        boost::json::array documents;
        std::string root;
        for (const auto& thing : things) {
            const auto added = TRY(add_one(session, add, thing, options));
            root = added.cid.to_string();
            documents.push_back(boost::json::object{{"cid", root},
                                                    {"name", to_utf8(thing.name)},
                                                    {"content_bytes", added.content_bytes}});
            const bool named = things.size() > 1 && !quiet;
            output.say("{}", named ? root + " " + printable(thing.name) : root);
        }
        output.show({{"cid", root}, {"added", std::move(documents)}}, "");
        return {};
    }

private:
    Result<ipfs::PutOptions> put_options(Session& session) const {
        if (symlinks != "keep" && symlinks != "refuse")
            return fail(ErrorCode::invalid_argument,
                        "--symlinks: \"{}\" is neither keep nor refuse", symlinks);
        if ((no_pin || only_hash) && (pin_name || lifetime))
            return fail(ErrorCode::invalid_argument,
                        "--name and --expires are of a pin: they don't go with --no-pin and "
                        "--only-hash");
        ipfs::PutOptions options;
        if (symlinks == "keep") options.symlinks = ipfs::Symlinks::keep;
        options.profile = TRY(shape.chosen());
        options.expires_at = end_of(lifetime, session.clock());
        return options;
    }

    Result<std::vector<Thing>> what_to_add(Session& session) const {
        if (std::ranges::count_if(paths, is_standard_input) > 1)
            return fail(ErrorCode::invalid_argument, "- stands more than once: stdin ends once");
        std::vector<Thing> things;
        std::vector<ipfs::NamedSource> entries;
        for (const auto& path : paths) {
            const bool piped = is_standard_input(path);
            ipfs::NamedSource entry{.name = piped ? stdin_name : name_of(path), .content = path};
            if (piped) entry.content = standard_input(session);
            if (wrap)
                entries.push_back(std::move(entry));
            else
                things.push_back(
                    {entry.name, std::visit([](auto content) -> ipfs::AddSource { return content; },
                                            std::move(entry.content))});
        }
        if (wrap) things.push_back({entries.front().name, std::move(entries)});
        return things;
    }

    Result<Add> way_of_adding(Session& session) const {
        const auto stop = session.stop();
        if (only_hash)
            return Add([stop](const Thing& thing, const ipfs::PutOptions& options) {
                return ipfs::hash_source(thing.source, add_options(options), stop);
            });
        if (no_pin) {
            std::shared_ptr store = TRY(open_block_store(session));
            return Add([stop, store](const Thing& thing, const ipfs::PutOptions& options) {
                return ipfs::add_source(*store, thing.source, add_options(options), stop);
            });
        }
        std::shared_ptr store = TRY(open_result_store(session));
        return Add([this, stop, store](const Thing& thing, ipfs::PutOptions options) {
            options.name = pin_name.value_or(to_utf8(thing.name));
            return store->put(thing.source, options, stop);
        });
    }

    Result<ipfs::Added> add_one(Session& session, const Add& add, const Thing& thing,
                                ipfs::PutOptions options) const {
        if (quiet) return add(thing, std::move(options));
        ByteProgress progress(session, "adding " + printable(thing.name));
        options.progress = [&progress](const ipfs::AddProgress& so_far) {
            progress.reach(so_far.content_bytes, fmt::format("{} files", so_far.files));
        };
        return add(thing, std::move(options));
    }
};

}  // namespace

void add_ipfs_add(Command& ipfs) {
    ipfs.command<AddPaths>("add", "Store and pin files and folders, and print their CIDs");
}

}  // namespace carrot::cli
