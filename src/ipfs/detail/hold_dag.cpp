#include "ipfs/detail/hold_dag.hpp"

#include "ipfs/detail/dag_marker.hpp"

namespace carrot::ipfs {
namespace {

/// A store's blocks, each held before it is read.
class HeldBlocks final : public BlockSource {
public:
    HeldBlocks(const BlockStore& blocks, BlockBatch& batch, const BlockKeySet& held)
        : blocks_(blocks), batch_(batch), held_(held) {}

    Result<Bytes> get(const Cid& cid) const override {
        TRY(hold(cid));
        return blocks_.get(cid);
    }

    /// Whether the block is there.
    Result<bool> hold(const Cid& cid) const {
        if (cid.holds_content() || held_.contains(key_of(cid))) return true;
        return batch_.keep(cid);
    }

private:
    const BlockStore& blocks_;
    BlockBatch& batch_;
    const BlockKeySet& held_;
};

}  // namespace

Result<void> hold_dag(const BlockStore& blocks, BlockBatch& batch, const Cid& root,
                      const BlockKeySet& held, std::stop_token stop) {
    const HeldBlocks source(blocks, batch, held);
    DagMarker marker(source, std::move(stop));
    return marker.mark(root, {.unreadable = [](const Cid&, const Error& error) -> Result<void> {
                                  return std::unexpected(error);
                              },
                              .leaf = [&](const Cid& cid) -> Result<void> {
                                  if (TRY(source.hold(cid))) return {};
                                  return fail(ErrorCode::not_found, "block {} is not in this store",
                                              cid.to_string());
                              }});
}

}  // namespace carrot::ipfs
