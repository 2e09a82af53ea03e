// Every struct and union of the protocol by name, and the golden values of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::tests {

struct XdrType {
    std::string_view name;
    /// Decodes, copies, compares and encodes again.
    Result<Bytes> (*recode)(BytesView bytes);
    /// The encoding of a value as it starts out.
    Result<Bytes> (*encode_default)();
};

const std::vector<XdrType>& all_xdr_types();

struct GoldenValue {
    const XdrType* type = nullptr;
    Bytes bytes;
};

/// The values of golden.txt.
const std::vector<GoldenValue>& golden_values();

}  // namespace carrot::tests
