// What `carrot ipfs` reads: the store on this machine first, then the network's gateways.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "cli/byte_progress.hpp"
#include "cli/session.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::cli {

class LocalContent final : public ipfs::BlockSource {
public:
    /// With `doing`, what is read is shown as progress. The session must outlive it.
    static Result<std::unique_ptr<LocalContent>> open(Session& session,
                                                      std::string_view doing = {});

    /// Asks the gateways for what the store lacks.
    Result<Bytes> get(const ipfs::Cid& cid) const override;

private:
    LocalContent(std::unique_ptr<ipfs::ResultStore> store,
                 std::unique_ptr<ipfs::BlockSource> gateways)
        : store_(std::move(store)), gateways_(std::move(gateways)) {}

    std::unique_ptr<ipfs::ResultStore> store_;
    std::unique_ptr<ipfs::BlockSource> gateways_;
    mutable std::optional<ByteProgress> progress_;
};

}  // namespace carrot::cli
