// Uploads in pieces, which go on where they were cut off (tus.io/protocols/resumable-upload 1.0.0).
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

#include "ipfs/detail/form_upload.hpp"

namespace carrot::ipfs {

struct ResumableUpload {
    std::string service;  ///< its name, for messages
    http::Url url;        ///< where an upload is begun
    std::string bearer_token;
    http::Parameters metadata;  ///< names without spaces and commas
    FormFile file;
    std::uint64_t piece_bytes = 0;             ///< of one request
    std::chrono::milliseconds answer_limit{};  ///< of a request, beside a second for each 256 KiB
};

/// The answer to the last piece of the upload of `root`. A request that is cut off is followed by
/// one that asks what has arrived, and by the rest. Errors as PinningService::upload() has them.
Result<http::ClientResponse> send_resumable(http::Client& client, Clock& clock,
                                            const ResumableUpload& upload, const Cid& root,
                                            const std::stop_token& stop);

}  // namespace carrot::ipfs
