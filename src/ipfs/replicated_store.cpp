#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

class ReplicatedStore final : public ResultStore {
public:
    ReplicatedStore(std::unique_ptr<ResultStore> local,
                    std::vector<std::unique_ptr<PinningService>> services)
        : local_(std::move(local)), services_(std::move(services)) {}

    Result<Cid> put_bytes(BytesView content, const PutOptions& options,
                          std::stop_token stop) override {
        return upload(local_->put_bytes(content, options, stop), options, stop);
    }

    Result<Cid> put_file(const std::filesystem::path& file, const PutOptions& options,
                         std::stop_token stop) override {
        return upload(local_->put_file(file, options, stop), options, stop);
    }

    Result<Cid> put_directory(const std::filesystem::path& directory, const PutOptions& options,
                              std::stop_token stop) override {
        return upload(local_->put_directory(directory, options, stop), options, stop);
    }

    Result<void> pin(const Cid& cid, std::string name) override {
        return local_->pin(cid, std::move(name));
    }
    Result<void> unpin(const Cid& cid) override { return local_->unpin(cid); }
    Result<std::vector<Pin>> pins() const override { return local_->pins(); }
    const BlockSource& blocks() const override { return local_->blocks(); }

private:
    Result<Cid> upload(Result<Cid> cid, const PutOptions& options, const std::stop_token& stop) {
        if (!cid) return cid;
        for (const auto& service : services_)
            TRY(service->upload(local_->blocks(), *cid, options.name, stop));
        return cid;
    }

    std::unique_ptr<ResultStore> local_;
    std::vector<std::unique_ptr<PinningService>> services_;
};

}  // namespace

std::unique_ptr<ResultStore> replicate(std::unique_ptr<ResultStore> local,
                                       std::vector<std::unique_ptr<PinningService>> services) {
    return std::make_unique<ReplicatedStore>(std::move(local), std::move(services));
}

}  // namespace carrot::ipfs
