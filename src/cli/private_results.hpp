// Private results: found by the job's description, opened with its consumer's key (docs/ipfs.md).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "age/keys.hpp"
#include "base/result.hpp"
#include "cli/session.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/cid.hpp"

namespace carrot::cli {

/// What a private result may be opened with; without either, the consumer's key among the user's.
struct ResultKey {
    std::optional<stellar::KeyPair> consumer{};
    std::optional<std::filesystem::path> identity_file{};  ///< as age-keygen writes it
};

/// Whether what is stored for the job is to be decrypted. A provider's worker that doesn't know
/// private results stores it open, although the job asks for more: that is noted as a warning.
Result<bool> is_sealed(Session& session, const market::Job& job, const ipfs::BlockSource& blocks,
                       const ipfs::Cid& cid);

/// permission_denied says how to name the key.
Result<age::Identity> identity_for(const Session& session, const market::Job& job,
                                   const ResultKey& key);

/// Decrypts a result's files into `folder`, which exists and is empty. permission_denied when it is
/// encrypted to another key.
Result<void> extract_sealed(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                            const age::Identity& identity, const std::filesystem::path& folder,
                            std::stop_token stop);

/// Those of the named files at the top that are there, each of at most `limit_bytes`; reads no
/// further than the last.
Result<std::map<std::string, Bytes>> read_sealed(const ipfs::BlockSource& blocks,
                                                 const ipfs::Cid& cid,
                                                 const age::Identity& identity,
                                                 const std::vector<std::string>& names,
                                                 std::size_t limit_bytes, std::stop_token stop);

}  // namespace carrot::cli
