// dag-pb, the codec of nodes (ipld.io/specs/codecs/dag-pb). Writing gives the canonical form: links
// first. Reading refuses whatever the specification calls invalid: unknown or
// repeated fields, fields out of order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

struct PbLink {
    Cid cid;
    std::string name;
    std::uint64_t dag_size_bytes = 0;  ///< the linked DAG with all its blocks; not verified
};

struct PbNode {
    std::vector<PbLink> links;
    std::optional<BytesView> data;  ///< points into the block
};

/// The links must come sorted by the bytes of their names, as the canonical form has them.
Bytes encode_pb_node(std::span<const PbLink> links, BytesView data);

/// How many bytes one link adds to an encoded node.
std::size_t encoded_size(const PbLink& link);

/// At most `max_links` links. The block must outlive the node.
Result<PbNode> decode_pb_node(BytesView block);

}  // namespace carrot::ipfs
