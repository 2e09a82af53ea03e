// A CAR as one file of a multipart form (RFC 7578), sent by POST, again where that may help.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

struct CarUpload {
    std::string service;  ///< its name, for messages
    http::Url url;
    std::string bearer_token;  ///< may be empty
    http::Parameters fields;   ///< of the form, before the file; names and values without quotes
    std::chrono::milliseconds answer_limit{};  ///< beside a second for each 256 KiB of the CAR
};

/// The 2xx answer. Errors as PinningService::upload() has them.
Result<http::ClientResponse> send_car(http::Client& client, Clock& clock, const CarUpload& upload,
                                      const BlockSource& blocks, const Cid& root,
                                      const std::stop_token& stop);

/// corrupt_data unless the service's CID is ours.
Result<void> expect_same_cid(std::string_view service, const Cid& ours, std::string_view theirs);

}  // namespace carrot::ipfs
