// Other people's IPFS nodes that keep copies of results: a Kubo daemon, or Pinata.
//
// Both get a CAR, not the files: so their blocks are ours, and the CID cannot depend on how they
// would have cut the files. They check every block against its CID; we compare the root they name.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs {

class PinningService {
public:
    virtual ~PinningService() = default;

    /// "Kubo at http://127.0.0.1:5001", for messages.
    virtual std::string name() const = 0;

    /// Uploads the whole DAG and has it kept under `pin_name`. Returns when the service has
    /// answered that it keeps this CID. Tries four times, waiting 1, 2 and 4 seconds, where that
    /// may help: no connection, 429, 5xx. Errors: permission_denied (the token), resource_exhausted
    /// (413, 429: a quota), unavailable, timed_out, corrupt_data (it names another CID), cancelled;
    /// not_found and corrupt_data when `blocks` lacks a block or has a damaged one.
    virtual Result<void> upload(const BlockSource& blocks, const Cid& root,
                                std::string_view pin_name, std::stop_token stop) = 0;
};

struct KuboOptions {
    std::string url = "http://127.0.0.1:5001";
    std::string bearer_token;  ///< for daemons with API.Authorizations; may be empty
};

/// Kubo's RPC, `POST /api/v0/dag/import`. invalid_argument for a URL that is none.
Result<std::unique_ptr<PinningService>> connect_kubo(const KuboOptions& options,
                                                     Clock& clock = system_clock());

struct PinataOptions {
    std::string jwt;  ///< never logged; the environment's PINATA_JWT
    std::string url = "https://uploads.pinata.cloud";
};

/// Pinata's version 3 uploads, `POST /v3/files` with `car`, on the public network.
/// permission_denied without a token.
Result<std::unique_ptr<PinningService>> connect_pinata(const PinataOptions& options,
                                                       Clock& clock = system_clock());

/// A store whose puts go to `local` first, then to every service. A CID is returned only when all
/// keep it; after an error the content is still in `local`, and putting it again starts with the
/// first service anew. pin() and unpin() concern `local` alone.
std::unique_ptr<ResultStore> replicate(std::unique_ptr<ResultStore> local,
                                       std::vector<std::unique_ptr<PinningService>> services);

}  // namespace carrot::ipfs
