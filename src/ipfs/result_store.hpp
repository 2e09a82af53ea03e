// The seam between a job's result and wherever results are kept: put something, get its CID, or an
// error that says what to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/importer.hpp"

namespace carrot::ipfs {

struct PutOptions {
    std::string name;  ///< of the pin, for people: at most 255 bytes, for example "job 17"
    Symlinks symlinks = Symlinks::refuse;
    UnixFsProfile profile = unixfs_v1_2025;
    std::function<void(const AddProgress&)> progress{};  ///< as AddOptions
    /// By the wall clock; past it the pin is as good as removed. Nothing: never.
    std::optional<TimePoint> expires_at{};
};

/// There is one for each CID. Pinning again gives it the last name and the later of both expiries:
/// nobody who pins for an hour ends what another keeps for good. Unpin first to shorten.
struct Pin {
    Cid cid;
    std::string name;
    TimePoint pinned_at;
    std::optional<TimePoint> expires_at{};
};

/// What happens when the disk budget is full.
enum class WhenFull {
    refuse,   ///< resource_exhausted
    collect,  ///< what is not pinned goes first, then it is tried once more
};

struct DiskBudget {
    std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();
    WhenFull when_full = WhenFull::collect;
};

class ResultStore {
public:
    virtual ~ResultStore() = default;

    /// These return a CID only when the content is durable and pinned in every place that this
    /// store stands for. Putting the same content again is cheap and gives the same CID. Errors:
    /// invalid_argument (a symlink, a device), not_found, permission_denied (also a refused token),
    /// resource_exhausted (disk or quota full), unavailable (a service is away: try again),
    /// corrupt_data (a service answered with another CID), cancelled.
    virtual Result<Cid> put_bytes(BytesView content, const PutOptions& options,
                                  std::stop_token stop) = 0;
    virtual Result<Cid> put_file(const std::filesystem::path& file, const PutOptions& options,
                                 std::stop_token stop) = 0;
    virtual Result<Cid> put_directory(const std::filesystem::path& directory,
                                      const PutOptions& options, std::stop_token stop) = 0;

    /// The same for whatever can be added. Bytes from a pipe are read once: when the disk budget is
    /// full they are refused, after a collection.
    virtual Result<Added> put(const AddSource& source, const PutOptions& options,
                              std::stop_token stop) = 0;

    /// Keeps a DAG whose blocks are all here; not_found names the first that is missing.
    virtual Result<void> pin(const Cid& cid, std::string name,
                             std::optional<TimePoint> expires_at = {}) = 0;
    /// What is no longer pinned stays until a collection.
    virtual Result<void> unpin(const Cid& cid) = 0;
    /// Those that have not expired, the oldest first.
    virtual Result<std::vector<Pin>> pins() const = 0;

    /// Removes what no pin needs from the disk: see BlockStore::collect.
    virtual Result<Collected> collect(std::stop_token stop) = 0;

    /// Hashes everything again: see BlockStore::verify.
    virtual Result<Verified> verify(DamagedBlocks damaged, const BlockStore::Progress& progress,
                                    std::stop_token stop) = 0;

    /// For reading back: see reader.hpp.
    virtual const BlockSource& blocks() const = 0;
};

/// The embedded store: blocks and pins in one folder (docs/ipfs.md). Safe to use from several
/// threads; several processes may share the folder.
Result<std::unique_ptr<ResultStore>> open_embedded_store(const std::filesystem::path& directory,
                                                         Clock& clock = system_clock(),
                                                         const DiskBudget& budget = {});

}  // namespace carrot::ipfs
