#include "cli/local_content.hpp"

#include "cli/results.hpp"

namespace carrot::cli {

Result<std::unique_ptr<LocalContent>> LocalContent::open(Session& session, std::string_view doing) {
    auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
    auto gateways = TRY(open_results(session));
    std::unique_ptr<LocalContent> content(new LocalContent(std::move(store), std::move(gateways)));
    if (!doing.empty()) content->progress_.emplace(session, doing);
    return content;
}

Result<Bytes> LocalContent::get(const ipfs::Cid& cid) const {
    auto block = store_->blocks().get(cid);
    if (!block && block.error().code == ErrorCode::not_found)
        block = with_context(gateways_->get(cid), "not in the store of this machine");
    if (block && progress_) progress_->advance(block->size());
    return block;
}

}  // namespace carrot::cli
