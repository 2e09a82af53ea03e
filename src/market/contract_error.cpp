#include "market/contract_error.hpp"

#include <optional>

#include "contracts/gpu_registry/gpu_registry.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"

namespace carrot::market {
namespace {

using RegistryError = gpu_registry::GpuRegistry::Error;
using MarketplaceError = job_marketplace::JobMarketplace::Error;

// Without a default label, so that the compiler names an enumerator that is missing here.

std::string_view reason_of(RegistryError error) {
    using enum RegistryError;
    switch (error) {
        case gpu_not_found:
            return "there is no such GPU; see 'carrot gpu list'";
        case not_gpu_owner:
            return "the GPU belongs to another account; sign with its owner's --key";
        case invalid_model:
            return "the model is empty or longer than 64 bytes";
        case invalid_vram:
            return "a GPU has at least 1 GB of memory";
        case invalid_price:
            return "the price per hour must be 1 to 10^18 stroops";
        case too_many_gpus:
            return "this provider already has 25,000 GPUs; use another account";
        case invalid_endpoint:
            return "the endpoint must start with http:// or https:// and have at most 256 bytes";
        case invalid_limit:
            return "a page has 1 to 50 GPUs";
    }
    return {};
}

std::string_view reason_of(MarketplaceError error) {
    using enum MarketplaceError;
    switch (error) {
        case gpu_not_found:
            return reason_of(RegistryError::gpu_not_found);
        case job_not_found:
            return "there is no such job; see 'carrot job list'";
        case already_initialized:
            return "the market is connected already; nothing is left to do";
        case not_initialized:
            return "the market is not connected to its token yet; the treasury runs 'carrot "
                   "deploy'";
        case gpu_not_available:
            return "the GPU takes no new jobs; pick another one from 'carrot gpu list --available'";
        case invalid_hours:
            return "a job takes 1 to 720 hours";
        case payment_too_low:
            return "the payment is below the GPU's price per hour times the hours; the price may "
                   "have risen: see 'carrot gpu show'";
        case invalid_description:
            return "the description is empty or longer than 8,192 bytes";
        case job_not_open:
            return "only an open job can be claimed, and this one is claimed or over; see 'carrot "
                   "job show'";
        case not_gpu_owner:
            return "only the owner of the job's GPU can claim it; sign with the owner's --key";
        case job_not_claimed:
            return "only a claimed job can be completed or released; see 'carrot job show'";
        case not_job_provider:
            return "only the provider that claimed the job can do this; sign with its --key";
        case invalid_result_hash:
            return "the result must be ipfs://<CID> of at most 256 bytes, and a completed job "
                   "has one";
        case not_job_consumer:
            return "only the consumer who posted the job can cancel it; sign with that --key";
        case job_already_final:
            return "the job is completed or cancelled already";
        case claim_still_protected:
            return "its provider still has time: a claimed job can be cancelled after 24 hours, "
                   "or after its own hours when they are more";
        case no_fees:
            return "no fees have been collected since the last withdrawal";
        case invalid_limit:
            return "a page has 1 to 50 jobs";
    }
    return {};
}

template <class Enum>
std::optional<ContractError> find_error(std::uint32_t number) {
    for (const auto& enumerator : soroban::enumerators<Enum>) {
        if (enumerator.value != number) continue;
        return ContractError{.number = number,
                             .name = enumerator.name,
                             .reason = reason_of(static_cast<Enum>(number))};
    }
    return {};
}

/// The Stellar asset contract's numbers that a market's call meets (rs-soroban-env,
/// builtin_contracts/contract_error.rs).
std::string_view token_reason(std::uint32_t number) {
    switch (number) {
        case 6:
            return "the account is not on this network; see 'carrot key fund'";
        case 10:
            return "the balance is too low for the payment; see 'carrot key list'";
        case 14:
            return "the payment would leave the account below the reserve that Stellar asks for";
        default:
            return "another contract refused";
    }
}

}  // namespace

ContractError contract_error(std::uint32_t number) {
    if (auto error = find_error<RegistryError>(number)) return *error;
    if (auto error = find_error<MarketplaceError>(number)) return *error;
    return {.number = number, .name = {}, .reason = token_reason(number)};
}

std::unexpected<Error> contract_failure(std::string_view operation, std::uint32_t number) {
    auto error = contract_error(number);
    return fail(ErrorCode::contract_failed, "{}: {} (contract error {}{}{})", operation,
                error.reason, number, error.name.empty() ? "" : ", ", error.name);
}

}  // namespace carrot::market
