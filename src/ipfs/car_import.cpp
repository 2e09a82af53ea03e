#include "ipfs/car_reader.hpp"
#include "ipfs/detail/held_blocks.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {
namespace {

/// The store's blocks; those that were here before the CAR came are held before they are read.
class ImportedBlocks final : public BlockSource {
public:
    ImportedBlocks(const BlockStore& store, BlockBatch& batch, const BlockKeySet& imported)
        : store_(store), held_(store, batch), imported_(imported) {}

    Result<Bytes> get(const Cid& cid) const override {
        const bool is_imported = !cid.holds_content() && imported_.contains(key_of(cid));
        return is_imported ? store_.get(cid) : held_.get(cid);
    }

private:
    const BlockStore& store_;
    const HeldBlocks held_;
    const BlockKeySet& imported_;
};

Result<void> check_complete(const BlockSource& blocks, const std::vector<Cid>& roots,
                            const std::stop_token& stop) {
    for (const auto& root : roots) {
        DagWalk walk(blocks, root);
        for (;;) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "importing was stopped");
            auto block = walk.next();
            if (!block)
                return with_context<void>(
                    std::unexpected(std::move(block.error())),
                    fmt::format("the CAR {} a part of {}",
                                block.error().code == ErrorCode::not_found ? "lacks" : "breaks",
                                root.to_string()));
            if (!*block) break;
        }
    }
    return {};
}

}  // namespace

Result<ImportedCar> import_car(BlockStore& store, ByteSource source, Completeness completeness,
                               std::stop_token stop) {
    auto car = TRY(CarReader::open(std::move(source)));
    ImportedCar imported{.roots = car.roots()};
    auto batch = store.begin();
    BlockKeySet keys;
    while (const auto block = TRY(car.next())) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "importing was stopped");
        // An identity CID holds its block itself.
        if (!block->cid.holds_content()) {
            TRY(batch.put(block->cid.codec(), block->content, block->cid.version()));
            keys.insert(key_of(block->cid));
        }
        ++imported.blocks;
        imported.bytes += block->content.size();
    }
    TRY(batch.commit());
    if (completeness == Completeness::required) {
        TRY(check_complete(ImportedBlocks(store, batch, keys), imported.roots, stop));
        TRY(batch.commit());  // of what was here before, by batches that may not have ended
    }
    imported.hold = batch.hold();
    return imported;
}

}  // namespace carrot::ipfs
