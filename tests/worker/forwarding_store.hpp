// A store as it is: for tests that come between a few of its calls.
#pragma once

#include "ipfs/result_store.hpp"

namespace carrot::worker {

class ForwardingStore : public ipfs::ResultStore {
public:
    explicit ForwardingStore(ResultStore& store) : store_(store) {}

    Result<ipfs::Cid> put_bytes(BytesView content, const ipfs::PutOptions& options,
                                std::stop_token stop) override {
        return store_.put_bytes(content, options, std::move(stop));
    }
    Result<ipfs::Cid> put_file(const std::filesystem::path& file, const ipfs::PutOptions& options,
                               std::stop_token stop) override {
        return store_.put_file(file, options, std::move(stop));
    }
    Result<ipfs::Cid> put_directory(const std::filesystem::path& directory,
                                    const ipfs::PutOptions& options,
                                    std::stop_token stop) override {
        return store_.put_directory(directory, options, std::move(stop));
    }
    Result<ipfs::Added> put(const ipfs::AddSource& source, const ipfs::PutOptions& options,
                            std::stop_token stop) override {
        return store_.put(source, options, std::move(stop));
    }
    Result<void> pin(const ipfs::Cid& cid, std::string name,
                     std::optional<TimePoint> expires_at) override {
        return store_.pin(cid, std::move(name), expires_at);
    }
    Result<void> unpin(const ipfs::Cid& cid) override { return store_.unpin(cid); }
    Result<std::vector<ipfs::Pin>> pins() const override { return store_.pins(); }
    const ipfs::BlockSource& blocks() const override { return store_.blocks(); }
    Result<ipfs::Collected> collect(std::stop_token stop) override {
        return store_.collect(std::move(stop));
    }
    Result<ipfs::Verified> verify(ipfs::DamagedBlocks damaged,
                                  const ipfs::BlockStore::Progress& progress,
                                  std::stop_token stop) override {
        return store_.verify(damaged, progress, std::move(stop));
    }

private:
    ResultStore& store_;
};

}  // namespace carrot::worker
