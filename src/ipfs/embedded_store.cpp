#include <algorithm>
#include <tuple>

#include "ipfs/detail/hold_dag.hpp"
#include "ipfs/detail/pin_table.hpp"
#include "ipfs/limits.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::ipfs {
namespace {

Result<void> check_pin_name(std::string_view name) {
    if (name.size() > max_name_bytes)
        return fail(ErrorCode::invalid_argument, "a pin's name may be {} bytes long at most",
                    max_name_bytes);
    return {};
}

enum class Reading { once, again };

bool is_full(const Result<Added>& added) {
    return !added && added.error().code == ErrorCode::resource_exhausted;
}

// A pipe gives its bytes once.
Reading reading_of(const AddSource& source) {
    const auto is_path = [](const NamedSource& entry) {
        return std::holds_alternative<std::filesystem::path>(entry.content);
    };
    const auto* entries = std::get_if<std::vector<NamedSource>>(&source);
    const bool again = entries != nullptr ? std::ranges::all_of(*entries, is_path)
                                          : std::holds_alternative<std::filesystem::path>(source);
    return again ? Reading::again : Reading::once;
}

class EmbeddedStore final : public ResultStore {
public:
    EmbeddedStore(std::unique_ptr<BlockStore> blocks, PinTable pins, Clock& clock,
                  WhenFull when_full)
        : blocks_(std::move(blocks)),
          pins_(std::move(pins)),
          clock_(clock),
          when_full_(when_full) {}

    Result<Cid> put_bytes(BytesView content, const PutOptions& options,
                          std::stop_token stop) override {
        return put_by(
            options, [&](const AddOptions& add) { return add_bytes(*blocks_, content, add); },
            stop);
    }

    Result<Cid> put_file(const std::filesystem::path& file, const PutOptions& options,
                         std::stop_token stop) override {
        return put_by(
            options, [&](const AddOptions& add) { return add_file(*blocks_, file, add, stop); },
            stop);
    }

    Result<Cid> put_directory(const std::filesystem::path& directory, const PutOptions& options,
                              std::stop_token stop) override {
        return put_by(
            options,
            [&](const AddOptions& add) { return add_directory(*blocks_, directory, add, stop); },
            stop);
    }

    Result<Added> put(const AddSource& source, const PutOptions& options,
                      std::stop_token stop) override {
        return put_by(
            options, [&](const AddOptions& add) { return add_source(*blocks_, source, add, stop); },
            reading_of(source), stop);
    }

    Result<void> pin(const Cid& cid, std::string name,
                     std::optional<TimePoint> expires_at) override {
        TRY(check_pin_name(name));
        auto batch = blocks_->begin();
        TRY(with_context(hold_dag(*blocks_, batch, cid),
                         fmt::format("could not pin {}", cid.to_string())));
        TRY(batch.commit());
        return pins_.put({cid, std::move(name), clock_.now(), expires_at});
    }

    Result<void> unpin(const Cid& cid) override { return pins_.remove(cid); }
    Result<std::vector<Pin>> pins() const override { return pins_.list(clock_.now()); }
    const BlockSource& blocks() const override { return *blocks_; }

    Result<Collected> collect(std::stop_token stop) override {
        return blocks_->collect(
            [&]() -> Result<std::vector<Cid>> {
                TRY(pins_.remove_expired(clock_.now()));
                return roots();
            },
            std::move(stop));
    }

    Result<Verified> verify(DamagedBlocks damaged, const BlockStore::Progress& progress,
                            std::stop_token stop) override {
        return blocks_->verify([&] { return roots(); }, damaged, progress, std::move(stop));
    }

private:
    Result<std::vector<Cid>> roots() const {
        std::vector<Cid> roots;
        for (auto& pin : TRY(pins()))
            roots.push_back(std::move(pin.cid));
        return roots;
    }

    template <class Add>
    Result<Cid> put_by(const PutOptions& options, Add add, const std::stop_token& stop) {
        return TRY(put_by(options, std::move(add), Reading::again, stop))
        .cid;
    }

    template <class Add>
    Result<Added> put_by(const PutOptions& options, Add add, Reading reading,
                         const std::stop_token& stop) {
        TRY(check_pin_name(options.name));
        const AddOptions add_options{
            .profile = options.profile, .symlinks = options.symlinks, .progress = options.progress};
        auto added = add(add_options);
        // What a large add had stored before it failed goes with the rest.
        const bool collected =
            is_full(added) && when_full_ == WhenFull::collect && collect(stop).has_value();
        if (collected && reading == Reading::again) {
            added = add(add_options);
            if (is_full(added)) std::ignore = collect(stop);
        }
        if (!added) return added;
        TRY(pins_.put({added->cid, options.name, clock_.now(), options.expires_at}));
        return added;
    }

    std::unique_ptr<BlockStore> blocks_;
    mutable PinTable pins_;
    Clock& clock_;
    const WhenFull when_full_;
};

}  // namespace

Result<std::unique_ptr<ResultStore>> open_embedded_store(const std::filesystem::path& directory,
                                                         Clock& clock, const DiskBudget& budget) {
    auto blocks = TRY(BlockStore::open(directory, {.disk_budget_bytes = budget.bytes}));
    auto pins = TRY(PinTable::open(directory / "pins.sqlite"));
    return std::make_unique<EmbeddedStore>(std::move(blocks), std::move(pins), clock,
                                           budget.when_full);
}

}  // namespace carrot::ipfs
