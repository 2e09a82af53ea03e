// The GPU registry: who offers which GPU at what price, and where that provider's worker answers.
//
// Immutable once deployed. The only privileged caller is the job marketplace, named at deployment,
// which counts finished jobs. Ids count from 0. Prices are in the token's smallest unit per hour.
// Rules, storage and events: docs/protocol.md.
#pragma once

#include "soroban/interface.hpp"

namespace carrot::gpu_registry {

using namespace soroban;

/// The most GPUs that one call of list_gpus returns.
inline constexpr u32 gpus_per_call_max = 50;
inline constexpr u32 gpus_per_provider_max = 25'000;
inline constexpr u32 model_bytes_max = 64;
inline constexpr u32 url_bytes_max = 256;
inline constexpr i64 price_per_hour_max = 1'000'000'000'000'000'000;

/// A GPU on offer.
struct Gpu {
    /// Who owns it, and is paid for its jobs.
    Address provider;
    /// 1 to 64 bytes, for example "RTX 4090".
    String model;
    /// Memory in GB, at least 1.
    u32 vram_gb;
    /// In the token's smallest unit: 1 to 10^18.
    i128 price_per_hour;
    /// Whether jobs can be posted for it.
    bool available;
    /// Jobs completed on it.
    u32 total_jobs;
    /// Ledger close time.
    Timestamp registered_at;
};

struct GpuRegistry {
    SOROBAN_CONTRACT(GpuRegistry);

    SOROBAN_ERRORS(Error) {
        /// No GPU has this id.
        gpu_not_found = 101,
        /// The GPU belongs to somebody else.
        not_gpu_owner = 102,
        /// The model is empty or longer than 64 bytes.
        invalid_model = 103,
        /// A GPU has at least 1 GB.
        invalid_vram = 104,
        /// The price per hour is below 1 or above 10^18.
        invalid_price = 105,
        /// This provider already has 25,000 GPUs.
        too_many_gpus = 106,
        /// The endpoint is not http:// or https://, or is longer than 256 bytes.
        invalid_endpoint = 107,
        /// list_gpus returns 1 to 50 GPUs a call.
        invalid_limit = 108,
    };

    /// A provider put a GPU on the market.
    SOROBAN_EVENT(GpuRegistered) {
        Topic<Address> provider;
        Topic<u32> gpu_id;
        String model;
        u32 vram_gb;
        i128 price_per_hour;
    };

    /// A provider opened or closed a GPU for new jobs.
    SOROBAN_EVENT(GpuAvailability) {
        Topic<Address> provider;
        Topic<u32> gpu_id;
        bool available;
    };

    /// A provider changed a GPU's price for jobs posted from now on.
    SOROBAN_EVENT(GpuPrice) {
        Topic<Address> provider;
        Topic<u32> gpu_id;
        i128 price_per_hour;
    };

    /// A provider's worker answers at `url` from now on; empty: nowhere.
    SOROBAN_EVENT(ProviderEndpoint) {
        Topic<Address> provider;
        String url;
    };

    /// `marketplace` is the job marketplace's address, known before it is deployed.
    SOROBAN_FUNCTION(void, __constructor, (Address marketplace));

    /// Puts a GPU on the market, available at once, and returns its id.
    /// Authorized by the provider. Errors: invalid_model, invalid_vram, invalid_price,
    /// too_many_gpus. Event: GpuRegistered.
    SOROBAN_FUNCTION(u32, register_gpu,
                     (Address provider, String model, u32 vram_gb, i128 price_per_hour));

    /// Opens or closes a GPU for new jobs.
    /// Authorized by its owner. Errors: gpu_not_found, not_gpu_owner. Event: GpuAvailability.
    SOROBAN_FUNCTION(void, set_availability, (Address provider, u32 gpu_id, bool available));

    /// Sets the price for jobs posted from now on.
    /// Authorized by its owner. Errors: gpu_not_found, not_gpu_owner, invalid_price. Event:
    /// GpuPrice.
    SOROBAN_FUNCTION(void, update_price, (Address provider, u32 gpu_id, i128 new_price));

    /// Sets where the provider's worker answers consumers; an empty url removes it.
    /// Authorized by the provider. Errors: invalid_endpoint. Event: ProviderEndpoint.
    SOROBAN_FUNCTION(void, set_endpoint, (Address provider, String url));

    /// Where the provider's worker answers; empty when it has not said.
    SOROBAN_FUNCTION(String, get_endpoint, (Address provider));

    /// Counts a completed job. Authorized by the marketplace contract alone.
    /// Errors: gpu_not_found.
    SOROBAN_FUNCTION(void, increment_job_count, (u32 gpu_id));

    /// The GPU with this id.
    /// Errors: gpu_not_found.
    SOROBAN_FUNCTION(Gpu, get_gpu, (u32 gpu_id));

    /// The ids of the provider's GPUs, ascending; empty for a stranger.
    SOROBAN_FUNCTION(Vec<u32>, get_provider_gpus, (Address provider));

    /// How many GPUs there are, which is the next one's id.
    SOROBAN_FUNCTION(u32, get_next_gpu_id, ());

    /// The GPUs with the ids from start to start + limit - 1, ending at the last there is.
    /// Errors: invalid_limit, unless limit is 1 to 50.
    SOROBAN_FUNCTION(Vec<Gpu>, list_gpus, (u32 start, u32 limit));
};

}  // namespace carrot::gpu_registry
