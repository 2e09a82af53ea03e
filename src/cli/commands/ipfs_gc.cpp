#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {
namespace {

struct CollectGarbage {
    void declare(Command& command) {
        command.example("carrot ipfs gc");
        command.note(
            "Removes what no pin needs, and what interrupted adds left. Adds and reads, also of a "
            "running worker, go on meanwhile.");
    }

    Result<void> run(Session& session) {
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        Step step(session.output(), "removing what is not pinned");
        const auto collected = TRY(store->collect(session.stop()));
        step.done("removed what is not pinned");
        session.output().show(
            {{"removed_blocks", collected.removed_blocks},
             {"removed_bytes", collected.removed_bytes},
             {"kept_blocks", collected.kept_blocks},
             {"kept_bytes", collected.kept_bytes}},
            fmt::format("{} blocks removed, {}; {} kept, {}", collected.removed_blocks,
                        to_text_bytes(collected.removed_bytes), collected.kept_blocks,
                        to_text_bytes(collected.kept_bytes)));
        return {};
    }
};

}  // namespace

void add_ipfs_gc(Command& ipfs) {
    ipfs.command<CollectGarbage>("gc", "Free the disk of what is not pinned");
}

}  // namespace carrot::cli
