#include "ipfs/dag_walk.hpp"
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

class EmbeddedStore final : public ResultStore {
public:
    EmbeddedStore(std::unique_ptr<BlockStore> blocks, PinTable pins, Clock& clock)
        : blocks_(std::move(blocks)), pins_(std::move(pins)), clock_(clock) {}

    Result<Cid> put_bytes(BytesView content, const PutOptions& options,
                          std::stop_token /*stop*/) override {
        return put(options,
                   [&](const AddOptions& add) { return add_bytes(*blocks_, content, add); });
    }

    Result<Cid> put_file(const std::filesystem::path& file, const PutOptions& options,
                         std::stop_token stop) override {
        return put(options,
                   [&](const AddOptions& add) { return add_file(*blocks_, file, add, stop); });
    }

    Result<Cid> put_directory(const std::filesystem::path& directory, const PutOptions& options,
                              std::stop_token stop) override {
        return put(options, [&](const AddOptions& add) {
            return add_directory(*blocks_, directory, add, stop);
        });
    }

    Result<void> pin(const Cid& cid, std::string name) override {
        TRY(check_pin_name(name));
        TRY(with_context(check_complete(cid), fmt::format("could not pin {}", cid.to_string())));
        return pins_.put({cid, std::move(name), clock_.now()});
    }

    Result<void> unpin(const Cid& cid) override { return pins_.remove(cid); }
    Result<std::vector<Pin>> pins() const override { return pins_.list(); }
    const BlockSource& blocks() const override { return *blocks_; }

private:
    Result<void> check_complete(const Cid& root) const {
        DagWalk walk(*blocks_, root);
        while (TRY(walk.next())) {
        }
        return {};
    }

    template <class Add>
    Result<Cid> put(const PutOptions& options, Add add) {
        TRY(check_pin_name(options.name));
        auto added = TRY(add(AddOptions{.profile = options.profile,
                                        .symlinks = options.symlinks,
                                        .progress = options.progress}));
        TRY(pins_.put({added.cid, options.name, clock_.now()}));
        return std::move(added.cid);
    }

    std::unique_ptr<BlockStore> blocks_;
    mutable PinTable pins_;
    Clock& clock_;
};

}  // namespace

Result<std::unique_ptr<ResultStore>> open_embedded_store(const std::filesystem::path& directory,
                                                         Clock& clock) {
    auto blocks = TRY(BlockStore::open(directory));
    auto pins = TRY(PinTable::open(directory / "pins.sqlite"));
    return std::make_unique<EmbeddedStore>(std::move(blocks), std::move(pins), clock);
}

}  // namespace carrot::ipfs
