#include "market/market.hpp"

#include <limits>

#include "market/storage.hpp"
#include "soroban/token.hpp"

namespace carrot::market {
namespace {

/// Pages until the contract returns a short one.
template <class Element, class FetchPage>
Result<std::vector<Element>> fetch_pages(std::uint32_t start, std::uint32_t page_size,
                                         FetchPage fetch_page) {
    std::vector<Element> all;
    while (true) {
        auto page = TRY(fetch_page(start, page_size));
        all.insert(all.end(), std::make_move_iterator(page.begin()),
                   std::make_move_iterator(page.end()));
        if (page.size() < page_size) return all;
        start += page_size;
    }
}

}  // namespace

soroban::Address address_of(const stellar::AccountId& account) { return {account.to_string()}; }

std::string_view name_of(JobStatus status) {
    for (const auto& enumerator : soroban::enumerators<JobStatus>) {
        if (enumerator.value == static_cast<std::uint32_t>(status)) return enumerator.name;
    }
    return "unknown";
}

Result<JobStatus> parse_job_status(std::string_view name) {
    std::string known;
    for (const auto& enumerator : soroban::enumerators<JobStatus>) {
        if (name == std::string_view{enumerator.name}) {
            return static_cast<JobStatus>(enumerator.value);
        }
        known += fmt::format("{}{}", known.empty() ? "" : ", ", std::string_view{enumerator.name});
    }
    return fail(ErrorCode::invalid_argument, "\"{}\" is not a job's status: {}", name.substr(0, 64),
                known);
}

Result<Stroops> price_of(const Gpu& gpu, std::uint32_t hours) {
    return Stroops{gpu.price_per_hour}.times(hours);
}

GpuRegistryView Market::registry() const {
    return GpuRegistryView(ContractView(*caller_, deployment_.gpu_registry, stop_));
}

JobMarketplaceView Market::marketplace() const {
    return JobMarketplaceView(ContractView(*caller_, deployment_.job_marketplace, stop_));
}

GpuRegistryAccount Market::registry_as(const stellar::KeyPair& key,
                                       stellar::CallOptions options) const {
    return GpuRegistryAccount(
        ContractAccount(*caller_, deployment_.gpu_registry, key, std::move(options)));
}

JobMarketplaceAccount Market::marketplace_as(const stellar::KeyPair& key,
                                             stellar::CallOptions options) const {
    return JobMarketplaceAccount(
        ContractAccount(*caller_, deployment_.job_marketplace, key, std::move(options)));
}

Result<std::vector<ListedGpu>> Market::fetch_gpus(GpuId start) const {
    auto view = registry();
    auto gpus = TRY(fetch_pages<Gpu>(
        start, gpu_registry::gpus_per_call_max,
        [&](std::uint32_t first, std::uint32_t limit) { return view.list_gpus(first, limit); }));
    std::vector<ListedGpu> listed;
    for (auto& gpu : gpus)
        listed.push_back({.gpu_id = start++, .gpu = std::move(gpu)});
    return listed;
}

Result<std::vector<Job>> Market::fetch_jobs(JobId start) const {
    auto view = marketplace();
    return fetch_pages<Job>(
        start, job_marketplace::jobs_per_call_max,
        [&](std::uint32_t first, std::uint32_t limit) { return view.list_jobs(first, limit); });
}

Result<JobId> Market::fetch_job_count() const {
    const auto stored = TRY(read_storage(caller_->rpc(), deployment_.job_marketplace,
                                         xdr::ScVal::sym("next_id"), stop_));
    if (const auto* count = stored ? stored->if_u32() : nullptr) return *count;
    return marketplace().get_next_job_id();
}

Result<Job> Market::fetch_job(JobId job_id) const {
    const auto stored = TRY(
        read_storage(caller_->rpc(), deployment_.job_marketplace, xdr::ScVal::u32(job_id), stop_));
    if (stored)
        if (auto job = decode_stored_job(job_id, *stored)) return job;
    return marketplace().get_job(job_id);
}

Result<Stroops> Market::fetch_balance(const stellar::Address& holder) const {
    if (const auto* account = holder.account()) {
        auto entry = caller_->rpc().account(*account, stop_);
        if (!entry && entry.error().code == ErrorCode::not_found) return Stroops{};
        if (!entry) return std::unexpected(std::move(entry.error()));
        return Stroops{entry->balance_stroops};
    }
    using TokenView = soroban::Client<soroban::Token, ContractView>;
    TokenView token(ContractView(*caller_, deployment_.token, stop_));
    return Stroops { TRY(token.balance({holder.to_string()})) };
}

}  // namespace carrot::market
