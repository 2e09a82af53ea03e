#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "ipfs/pinning_service.hpp"

namespace carrot::ipfs {
namespace {

using Services = std::vector<std::unique_ptr<PinningService>>;

bool may_pass(ErrorCode code) {
    return code == ErrorCode::unavailable || code == ErrorCode::timed_out ||
           code == ErrorCode::resource_exhausted;
}

// One result on its way to every service.
class Replication {
public:
    Replication(const Services& services, std::size_t needed, const CopyRule& rule, Clock& clock,
                const std::stop_token& stop)
        : services_(services), needed_(needed), rule_(rule), clock_(clock), forward_(stop, [this] {
              ending_.request_stop();
          }) {}

    Result<void> run(const BlockSource& blocks, const Cid& root, std::string_view pin_name) {
        for (const auto intake : {Intake::uploads, Intake::fetches}) {
            std::vector<std::jthread> uploads;
            for (const auto& service : services_)
                if (service->intake() == intake)
                    uploads.emplace_back([&, pin_name] {
                        note(service->upload(blocks, root, pin_name, ending_.get_token()));
                    });
        }
        timer_ = {};
        return outcome(root);
    }

private:
    void note(Result<void> outcome) {
        const std::lock_guard lock(mutex_);
        if (!outcome) {
            failures_.push_back(std::move(outcome.error()));
            return;
        }
        if (++kept_ == needed_ && kept_ < services_.size())
            timer_ = std::jthread([this](const std::stop_token& over) {
                if (clock_.sleep_for(rule_.grace, over)) ending_.request_stop();
            });
    }

    Result<void> outcome(const Cid& root) const {
        if (kept_ >= needed_) {
            for (const auto& failure : failures_)
                log::warning("ipfs", "{}; copies elsewhere: {}", failure.message, kept_);
            return {};
        }
        auto first = std::ranges::find_if(
            failures_, [](const Error& failure) { return may_pass(failure.code); });
        if (first == failures_.end()) first = failures_.begin();
        if (services_.size() == 1) return std::unexpected(*first);
        std::string reasons;
        for (const auto& failure : failures_)
            reasons += (reasons.empty() ? "" : "; ") + failure.message;
        return std::unexpected(
            Error{first->code, fmt::format("{} of {} services keep {}, {} must: {}", kept_,
                                           services_.size(), root.to_string(), needed_, reasons)});
    }

    const Services& services_;
    const std::size_t needed_;
    const CopyRule& rule_;
    Clock& clock_;
    std::stop_source ending_;
    std::mutex mutex_;
    std::size_t kept_ = 0;
    std::vector<Error> failures_;
    std::jthread timer_;
    std::stop_callback<std::function<void()>> forward_;
};

class ReplicatedStore final : public ResultStore {
public:
    ReplicatedStore(std::unique_ptr<ResultStore> local, Services services, CopyRule rule,
                    Clock& clock)
        : local_(std::move(local)), services_(std::move(services)), rule_(rule), clock_(clock) {}

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

    Result<Added> put(const AddSource& source, const PutOptions& options,
                      std::stop_token stop) override {
        auto added = TRY(local_->put(source, options, stop));
        TRY(upload(added.cid, options, stop));
        return added;
    }

    Result<void> pin(const Cid& cid, std::string name,
                     std::optional<TimePoint> expires_at) override {
        return local_->pin(cid, std::move(name), expires_at);
    }
    Result<void> unpin(const Cid& cid) override { return local_->unpin(cid); }
    Result<std::vector<Pin>> pins() const override { return local_->pins(); }
    const BlockSource& blocks() const override { return local_->blocks(); }
    Result<Collected> collect(std::stop_token stop) override {
        return local_->collect(std::move(stop));
    }
    Result<Verified> verify(DamagedBlocks damaged, const BlockStore::Progress& progress,
                            std::stop_token stop) override {
        return local_->verify(damaged, progress, std::move(stop));
    }

private:
    Result<Cid> upload(Result<Cid> cid, const PutOptions& options, const std::stop_token& stop) {
        if (!cid || services_.empty()) return cid;
        const auto needed = std::clamp(rule_.copies, std::size_t{1}, services_.size());
        Replication replication(services_, needed, rule_, clock_, stop);
        TRY(replication.run(local_->blocks(), *cid, options.name));
        return cid;
    }

    std::unique_ptr<ResultStore> local_;
    Services services_;
    CopyRule rule_;
    Clock& clock_;
};

}  // namespace

std::unique_ptr<ResultStore> replicate(std::unique_ptr<ResultStore> local,
                                       std::vector<std::unique_ptr<PinningService>> services,
                                       CopyRule rule, Clock& clock) {
    return std::make_unique<ReplicatedStore>(std::move(local), std::move(services), rule, clock);
}

}  // namespace carrot::ipfs
