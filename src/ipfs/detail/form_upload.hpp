// Content as files of a multipart form (RFC 7578), sent by POST, again where that may help.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

struct FormFile {
    std::string name;
    std::string content_type;
    std::uint64_t size_bytes = 0;
    std::function<Result<http::BlockReader>()> open;  ///< for each attempt; unset when empty
    std::optional<Cid> cid = {};                      ///< of a file of a DAG
};

struct FormUpload {
    std::string service;  ///< its name, for messages
    http::Url url;
    std::string bearer_token;  ///< may be empty
    http::Parameters fields;   ///< before the files; names without quotes
    std::vector<FormFile> files = {};
    std::chrono::milliseconds answer_limit{};  ///< beside a second for each 256 KiB
};

/// How long so many bytes may take on the slowest line that an upload should survive.
std::chrono::seconds time_for(std::uint64_t bytes);

/// The whole DAG as one CAR.
Result<FormFile> car_of(const BlockSource& blocks, const Cid& root);

/// A file, or the files of a directory by their paths below `name`, folders first as
/// application/x-directory: as Kubo's `add` and Pinata's pinFileToIPFS take them. invalid_argument
/// for symlinks, and more than 10,000 files.
Result<std::vector<FormFile>> files_of(const BlockSource& blocks, const Cid& root,
                                       const std::string& name);

/// The 2xx answer to the upload of `root`. Errors as PinningService::upload() has them.
Result<http::ClientResponse> send_form(http::Client& client, Clock& clock, const FormUpload& upload,
                                       const Cid& root, const std::stop_token& stop);

/// corrupt_data unless the service's CID is ours.
Result<void> expect_same_cid(std::string_view service, const Cid& ours, std::string_view theirs);

}  // namespace carrot::ipfs
