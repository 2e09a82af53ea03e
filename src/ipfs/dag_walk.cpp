#include "ipfs/dag_walk.hpp"

#include <set>
#include <vector>

#include "ipfs/detail/dag_pb.hpp"

namespace carrot::ipfs {

Result<void> for_each_block(const BlockSource& blocks, const Cid& root, const BlockVisitor& visit) {
    std::set<Cid> seen{root};
    std::vector<Cid> ahead{root};  // the next one last
    while (!ahead.empty()) {
        const auto cid = std::move(ahead.back());
        ahead.pop_back();
        const auto block = TRY(blocks.get(cid));
        TRY(visit(cid, block));
        if (cid.codec() == Codec::raw) continue;
        auto node = TRY(decode_pb_node(block));
        for (auto link = node.links.rbegin(); link != node.links.rend(); ++link)
            if (seen.insert(link->cid).second) ahead.push_back(std::move(link->cid));
    }
    return {};
}

}  // namespace carrot::ipfs
