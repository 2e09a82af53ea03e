// Which form of the content a request wants: the query parameter `format` before the Accept field
// (specs.ipfs.tech/http-gateways/path-gateway, trustless-gateway; RFC 9110 section 12.5.1).
#pragma once

#include <optional>

#include "http/message.hpp"
#include "ipfs/detail/car_stream.hpp"

namespace carrot::ipfs {

enum class Format {
    rendered,   ///< the file's bytes, or a listing
    raw_block,  ///< application/vnd.ipld.raw
    car,        ///< application/vnd.ipld.car
};

struct ResponseFormat {
    Format format = Format::rendered;
    Duplicates duplicates = Duplicates::no;
    bool by_accept = false;  ///< the URL doesn't say so: caches need Content-Location
};

/// failed_precondition, which the gateway answers with 406, when only forms are accepted that it
/// can't give; invalid_argument for a `format` that there is not.
Result<ResponseFormat> response_format(const http::Request& request);

/// `dag-scope` and `entity-bytes`; invalid_argument when they can't be read.
Result<CarSelection> car_selection(const http::Request& request, Duplicates duplicates);

}  // namespace carrot::ipfs
