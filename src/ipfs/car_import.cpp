#include "ipfs/car_reader.hpp"
#include "ipfs/detail/hold_dag.hpp"
#include "ipfs/detail/store_folder.hpp"

namespace carrot::ipfs {
namespace {

Result<void> hold_dags(const BlockStore& store, BlockBatch& batch, const std::vector<Cid>& roots,
                       const BlockKeySet& imported, const std::stop_token& stop) {
    for (const auto& root : roots) {
        auto held = hold_dag(store, batch, root, imported, stop);
        if (held || held.error().code == ErrorCode::cancelled) {
            TRY(std::move(held));
            continue;
        }
        const bool lacks = held.error().code == ErrorCode::not_found;
        return with_context(
            std::move(held),
            fmt::format("the CAR {} a part of {}", lacks ? "lacks" : "breaks", root.to_string()));
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
            TRY(batch.put_checked(block->cid, block->content));
            keys.insert(key_of(block->cid));
        }
        ++imported.blocks;
        imported.bytes += block->content.size();
    }
    TRY(batch.commit());
    if (completeness == Completeness::required) {
        TRY(hold_dags(store, batch, imported.roots, keys, stop));
        TRY(batch.commit());  // of what was here before, by batches that may not have ended
    }
    imported.hold = batch.hold();
    return imported;
}

}  // namespace carrot::ipfs
