#include "ipfs/car_reader.hpp"

namespace carrot::ipfs {
namespace {

Result<void> check_complete(const BlockStore& store, const std::vector<Cid>& roots,
                            const std::stop_token& stop) {
    for (const auto& root : roots) {
        DagWalk walk(store, root);
        for (;;) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "importing was stopped");
            auto block = walk.next();
            if (!block)
                return with_context<void>(
                    std::unexpected(std::move(block.error())),
                    fmt::format("the CAR lacks a part of {}", root.to_string()));
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
    while (const auto block = TRY(car.next())) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "importing was stopped");
        // An identity CID holds its block itself.
        if (block->cid.hash_function() == HashFunction::sha2_256)
            TRY(batch.put(block->cid.codec(), block->content, block->cid.version()));
        ++imported.blocks;
        imported.bytes += block->content.size();
    }
    TRY(batch.commit());
    if (completeness == Completeness::required) TRY(check_complete(store, imported.roots, stop));
    return imported;
}

}  // namespace carrot::ipfs
