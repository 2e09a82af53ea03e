#include "contracts/gpu_registry/gpu_registry.hpp"

#include "soroban/contract.hpp"

namespace carrot::gpu_registry {

using Error = GpuRegistry::Error;

constexpr InstanceItem<"market", Address> marketplace;
constexpr PersistentItem<"next_id", u32> next_gpu_id;
constexpr PersistentMap<u32, Gpu> gpus;
constexpr PersistentMap<Named<"endpoint", Address>, String> endpoints;
constexpr IdList<"gpus"> provider_gpus;

static Gpu load_gpu(u32 gpu_id) {
    const auto entry = gpus[gpu_id];
    require(entry.exists(), Error::gpu_not_found);
    return entry.get();
}

static void require_price(i128 price_per_hour) {
    const auto price = price_per_hour.wide();
    require(price > 0 && price <= price_per_hour_max, Error::invalid_price);
}

static Gpu load_own_gpu(Address provider, u32 gpu_id) {
    auto gpu = load_gpu(gpu_id);
    require(gpu.provider == provider, Error::not_gpu_owner);
    return gpu;
}

void GpuRegistry::__constructor(Address market) {
    marketplace.set(market);
    next_gpu_id.set(0);
}

u32 GpuRegistry::register_gpu(Address provider, String model, u32 vram_gb, i128 price_per_hour) {
    provider.require_auth();
    const u32 model_bytes = model.size_bytes();
    require(model_bytes > 0 && model_bytes <= model_bytes_max, Error::invalid_model);
    require(vram_gb > 0, Error::invalid_vram);
    require_price(price_per_hour);

    const u32 gpu_id = next_gpu_id.get();
    require(provider_gpus.append_within(provider, gpu_id, gpus_per_provider_max),
            Error::too_many_gpus);
    next_gpu_id.update(gpu_id + 1);
    gpus[gpu_id].set({
        .provider = provider,
        .model = model,
        .vram_gb = vram_gb,
        .price_per_hour = price_per_hour,
        .available = true,
        .total_jobs = 0,
        .registered_at = ledger_time(),
    });

    emit(GpuRegistered{provider, gpu_id, model, vram_gb, price_per_hour});
    return gpu_id;
}

void GpuRegistry::set_availability(Address provider, u32 gpu_id, bool available) {
    provider.require_auth();
    auto gpu = load_own_gpu(provider, gpu_id);

    gpu.available = available;
    gpus[gpu_id].update(gpu);

    emit(GpuAvailability{provider, gpu_id, available});
}

void GpuRegistry::update_price(Address provider, u32 gpu_id, i128 new_price) {
    provider.require_auth();
    require_price(new_price);
    auto gpu = load_own_gpu(provider, gpu_id);

    gpu.price_per_hour = new_price;
    gpus[gpu_id].update(gpu);

    emit(GpuPrice{provider, gpu_id, new_price});
}

void GpuRegistry::set_endpoint(Address provider, String url) {
    provider.require_auth();
    const u32 url_bytes = url.size_bytes();
    require(url_bytes <= url_bytes_max, Error::invalid_endpoint);
    require(url_bytes == 0 || url.starts_with("http://") || url.starts_with("https://"),
            Error::invalid_endpoint);

    endpoints[provider].set(url);

    emit(ProviderEndpoint{provider, url});
}

String GpuRegistry::get_endpoint(Address provider) {
    const auto endpoint = endpoints[provider];
    return endpoint.exists() ? endpoint.get() : String::empty();
}

void GpuRegistry::increment_job_count(u32 gpu_id) {
    marketplace.get().require_auth();
    auto gpu = load_gpu(gpu_id);

    ++gpu.total_jobs;
    gpus[gpu_id].update(gpu);
}

Gpu GpuRegistry::get_gpu(u32 gpu_id) { return load_gpu(gpu_id); }

Vec<u32> GpuRegistry::get_provider_gpus(Address provider) { return provider_gpus.all(provider); }

u32 GpuRegistry::get_next_gpu_id() { return next_gpu_id.get(); }

Vec<Gpu> GpuRegistry::list_gpus(u32 start, u32 limit) {
    require(limit > 0 && limit <= gpus_per_call_max, Error::invalid_limit);
    return list_by_id<gpus_per_call_max, load_gpu>(start, limit, next_gpu_id.get());
}

}  // namespace carrot::gpu_registry
