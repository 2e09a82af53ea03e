// The header of a CAR: a dag-cbor map with the roots and the version.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ipfs/cid.hpp"

namespace carrot::ipfs {

/// The map {"roots": [root], "version": 1}.
Bytes encode_car_header(const Cid& root);

/// The roots; corrupt_data when it is anything but a header of version 1 with 1 … `max_car_roots`
/// roots. The fields may stand in either order.
Result<std::vector<Cid>> decode_car_header(BytesView header);

}  // namespace carrot::ipfs
