// Other people's IPFS nodes that keep copies of results: a Kubo daemon, Pinata, and any service
// with the IPFS Pinning Service API.
//
// Kubo and Pinata get a CAR, not the files: so their blocks are ours, and the CID cannot depend on
// how they would have cut the files. They check every block against its CID; we compare the root
// they name. Where only their older interfaces are open, they get the files and cut them anew; a
// CID that is not ours is refused. A service of the Pinning Service API is told the CID and fetches
// the blocks itself.
#pragma once

#include <chrono>
#include <limits>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs {

/// How blocks come to a service.
enum class Intake {
    uploads,  ///< we send them
    fetches,  ///< it gets them from a node that has them
};

enum class UploadAs {
    car,
    files,  ///< for older interfaces; what they cut in another way is refused: see docs/ipfs.md
};

class PinningService {
public:
    virtual ~PinningService() = default;

    /// "Kubo at http://127.0.0.1:5001", for messages.
    virtual std::string name() const = 0;

    virtual Intake intake() const { return Intake::uploads; }

    /// Has the whole DAG kept under `pin_name`. Returns when the service has answered that it keeps
    /// this CID; at once where it says so before anything is sent, so that what was interrupted
    /// goes on with what is missing. Tries four times, waiting 1, 2 and 4 seconds or what
    /// Retry-After asks for, where that may help: no connection, a cut one, 429, 5xx. Errors:
    /// permission_denied (the token), resource_exhausted (413, 429: a quota), unavailable,
    /// timed_out, corrupt_data (it names another CID), cancelled; not_found and corrupt_data when
    /// `blocks` lacks a block or has a damaged one. Safe to call from several threads.
    virtual Result<void> upload(const BlockSource& blocks, const Cid& root,
                                std::string_view pin_name, std::stop_token stop) = 0;
};

/// An IPFS node that others can fetch from, and that can be told to meet them.
class MeetingNode {
public:
    virtual ~MeetingNode() = default;

    /// Its addresses (multiaddr), without loopback's; 20 at most.
    virtual Result<std::vector<std::string>> addresses(std::stop_token stop) = 0;

    /// Connects it to others. A peer that can't be reached is no error here: it may come by itself.
    virtual void meet(const std::vector<std::string>& peers, std::stop_token stop) = 0;
};

struct KuboOptions {
    std::string url = "http://127.0.0.1:5001";
    std::string bearer_token;  ///< for daemons with API.Authorizations; may be empty
    UploadAs upload_as = UploadAs::car;
    /// How long an upload may take beside a second for each 256 KiB.
    std::chrono::milliseconds answer_limit = std::chrono::minutes(1);
};

/// Kubo's RPC: `POST /api/v0/dag/import`, or `add` for files; and `pin/ls` before it.
/// invalid_argument for a URL that is none.
Result<std::unique_ptr<PinningService>> connect_kubo(const KuboOptions& options,
                                                     Clock& clock = system_clock());

/// The same daemon by `id` and `swarm/connect`.
Result<std::unique_ptr<MeetingNode>> meet_by_kubo(const KuboOptions& options);

struct PinningApiOptions {
    std::string url;           ///< with the path that comes before /pins
    std::string access_token;  ///< never logged
    /// Where the service finds the blocks (multiaddr); 20 at most, those of `node` included.
    std::vector<std::string> origins;
    /// Has the blocks, gives its addresses as origins and is connected to the service's delegates.
    std::shared_ptr<MeetingNode> node;
    /// How long a request may stay queued or being pinned. It goes on at the service afterwards,
    /// and the next upload() finds it there.
    std::chrono::milliseconds patience = std::chrono::minutes(30);
};

/// The IPFS Pinning Service API 1.0.0 (ipfs.github.io/pinning-services-api-spec): `POST /pins`,
/// then `GET /pins/{requestid}` until it says "pinned". permission_denied without a token,
/// invalid_argument for a URL that is none.
Result<std::unique_ptr<PinningService>> connect_pinning_api(PinningApiOptions options,
                                                            Clock& clock = system_clock());

struct PinataOptions {
    std::string jwt;  ///< never logged
    std::string url = "https://uploads.pinata.cloud";
    std::string api_url = "https://api.pinata.cloud";
    UploadAs upload_as = UploadAs::car;
    /// How long an upload may take beside a second for each 256 KiB.
    std::chrono::milliseconds answer_limit = std::chrono::minutes(1);
    /// A larger CAR goes in pieces: Pinata takes no more than 100 MB in one request.
    std::uint64_t in_one_request_bytes = std::uint64_t{90} << 20;
    std::uint64_t piece_bytes = std::uint64_t{50} << 20;
};

/// Pinata's version 3 uploads, `POST /v3/files` with `car`, on the public network, as a form or,
/// when large, resumable (tus.io); before it, `GET /v3/files/public` asks whether the content is
/// there. For files, the older `POST /pinning/pinFileToIPFS` of the API's URL, and `GET
/// /data/pinList` before it; a file that it would cut otherwise is invalid_argument before
/// anything is sent.
/// permission_denied without a token.
Result<std::unique_ptr<PinningService>> connect_pinata(const PinataOptions& options,
                                                       Clock& clock = system_clock());

/// How many of a result's copies at services must be there before its CID is returned.
struct CopyRule {
    /// More than there are services means all.
    std::size_t copies = std::numeric_limits<std::size_t>::max();
    /// How long uploads may go on when there are enough. Those that are still under way are then
    /// ended; a later put of the same content begins with them.
    std::chrono::milliseconds grace = std::chrono::minutes(1);
};

/// A store whose puts go to `local` first, then to every service at once; those that fetch begin
/// when the uploads have ended. A CID is returned when as many keep it as the rule says, by default
/// all; failures beside that are logged as warnings. The error names each service that failed and
/// why, and has the code of the first one that may pass, else of the first one; the content is
/// still in `local` then, and putting it again asks only the services that don't keep it yet.
/// pin() and unpin() concern `local` alone.
std::unique_ptr<ResultStore> replicate(std::unique_ptr<ResultStore> local,
                                       std::vector<std::unique_ptr<PinningService>> services,
                                       CopyRule rule = {}, Clock& clock = system_clock());

}  // namespace carrot::ipfs
