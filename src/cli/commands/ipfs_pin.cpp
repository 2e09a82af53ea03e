#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/pin_lifetime.hpp"
#include "cli/session.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {

namespace {

boost::json::value to_document(std::optional<TimePoint> time) {
    if (!time) return nullptr;
    return unix_seconds(*time);
}

std::string to_text(std::optional<TimePoint> time) {
    return time ? to_text_time(unix_seconds(*time)) : "never";
}

struct AddPin {
    std::string what;
    std::string name;
    std::optional<PinLifetime> lifetime;

    void declare(Command& command) {
        command.argument("cid", what, "CID or ipfs://CID of what is in the store");
        command.option("--name", name, "for people, 255 bytes at most");
        command.option("--expires", lifetime, "how long it is kept: 90m, 12h, 30d (for good)");
        command.example("carrot ipfs pin add bafy… --name thesis --expires 30d");
        command.note(
            "Pinning again gives a pin its last name and the later end. Remove it first to have it "
            "end earlier.");
    }

    Result<void> run(Session& session) {
        const auto path = TRY(ipfs::ContentPath::parse(what));
        if (!path.segments.empty())
            return fail(ErrorCode::invalid_argument,
                        "could not pin {}: a pin keeps the whole of a CID, without a path",
                        path.to_string());
        auto expires_at = end_of(lifetime, session.clock());
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        TRY(store->pin(path.root, name, expires_at));
        // It may have been pinned for longer before.
        for (const auto& pin : TRY(store->pins()))
            if (pin.cid == path.root) expires_at = pin.expires_at;
        session.output().show(
            {{"cid", path.root.to_string()},
             {"name", name},
             {"expires_at", to_document(expires_at)}},
            fmt::format("pinned {}, {}", path.root.to_string(),
                        expires_at ? "until " + to_text(expires_at) : "for good"));
        return {};
    }
};

struct ListPins {
    void declare(Command& command) { command.example("carrot ipfs pin ls"); }

    Result<void> run(Session& session) {
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        boost::json::array documents;
        Table table({{"CID"}, {"NAME"}, {"PINNED"}, {"EXPIRES"}});
        for (const auto& pin : TRY(store->pins())) {
            documents.push_back(boost::json::object{{"cid", pin.cid.to_string()},
                                                    {"name", pin.name},
                                                    {"pinned_at", unix_seconds(pin.pinned_at)},
                                                    {"expires_at", to_document(pin.expires_at)}});
            table.add_row({pin.cid.to_string(), pin.name, to_text_time(unix_seconds(pin.pinned_at)),
                           to_text(pin.expires_at)});
        }
        const auto text =
            documents.empty() ? "nothing is pinned" : table.to_text(session.output().paint());
        session.output().show({{"pins", std::move(documents)}}, text);
        return {};
    }
};

struct RemovePin {
    std::string what;

    void declare(Command& command) {
        command.argument("cid", what, "CID or ipfs://CID");
        command.example("carrot ipfs pin rm bafy…");
        command.note("What it kept stays on the disk until 'carrot ipfs gc'.");
    }

    Result<void> run(Session& session) {
        const auto path = TRY(ipfs::ContentPath::parse(what));
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        TRY(store->unpin(path.root));
        session.output().show({{"cid", path.root.to_string()}},
                              "unpinned " + path.root.to_string());
        return {};
    }
};

}  // namespace

void add_ipfs_pin(Command& ipfs) {
    auto pin = ipfs.group("pin", "What the store keeps");
    pin.command<AddPin>("add", "Keep what a CID names");
    pin.command<ListPins>("ls", "What is kept, and until when");
    pin.command<RemovePin>("rm", "Keep it no longer");
}

}  // namespace carrot::cli
