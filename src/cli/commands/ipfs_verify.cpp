#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {
namespace {

std::string_view name_of(ipfs::Damage damage) {
    return damage == ipfs::Damage::changed ? "damaged" : "missing";
}

boost::json::array to_document(const std::vector<ipfs::Fault>& faults) {
    boost::json::array documents;
    for (const auto& fault : faults) {
        boost::json::value root;
        if (fault.root) root = fault.root->to_string();
        documents.push_back(boost::json::object{{"cid", fault.cid.to_string()},
                                                {"damage", name_of(fault.damage)},
                                                {"pinned_by", std::move(root)}});
    }
    return documents;
}

std::string to_text(const ipfs::Verified& verified) {
    std::string text;
    for (const auto& fault : verified.faults)
        text += fmt::format("{} {}{}\n", name_of(fault.damage), fault.cid.to_string(),
                            fault.root ? ", part of " + fault.root->to_string() : "");
    return text + fmt::format("{} blocks read, {}; {} damaged or missing", verified.blocks,
                              to_text_bytes(verified.bytes), verified.faults.size());
}

struct VerifyStore {
    bool remove_damaged = false;

    void declare(Command& command) {
        command.flag("--remove-damaged", remove_damaged,
                     "delete damaged blocks, so that adding their content again brings them back");
        command.example("carrot ipfs verify");
        command.note("Exits with 10 when a block is damaged, or one that is pinned is missing.");
    }

    Result<void> run(Session& session) {
        auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        auto& output = session.output();
        const auto damaged =
            remove_damaged ? ipfs::DamagedBlocks::remove : ipfs::DamagedBlocks::leave;
        const auto progress = [&](const ipfs::Verified& so_far) {
            output.show_passing(
                fmt::format("{} blocks read, {}", so_far.blocks, to_text_bytes(so_far.bytes)));
        };
        auto verified = store->verify(damaged, progress, session.stop());
        output.clear_passing();
        if (!verified) return std::unexpected(std::move(verified.error()));
        output.show({{"blocks", verified->blocks},
                     {"bytes", verified->bytes},
                     {"faults", to_document(verified->faults)}},
                    to_text(*verified));
        if (verified->faults.empty()) return {};
        return fail(ErrorCode::corrupt_data,
                    "verify: {} blocks are damaged or missing: add or fetch their content again",
                    verified->faults.size());
    }
};

}  // namespace

void add_ipfs_verify(Command& ipfs) {
    ipfs.command<VerifyStore>("verify", "Hash all blocks again, and name those that are damaged");
}

}  // namespace carrot::cli
