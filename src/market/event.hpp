// What the contracts report: each declared event as its own struct.
#pragma once

#include <optional>
#include <variant>

#include "base/result.hpp"
#include "contracts/gpu_registry/gpu_registry.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"
#include "market/deployment.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::market {

using gpu_registry::GpuRegistry;
using job_marketplace::JobMarketplace;

using MarketEvent = std::variant<GpuRegistry::GpuRegistered, GpuRegistry::GpuAvailability,
                                 GpuRegistry::GpuPrice, GpuRegistry::ProviderEndpoint,
                                 JobMarketplace::JobPosted, JobMarketplace::JobClaimed,
                                 JobMarketplace::JobCompleted, JobMarketplace::JobReleased,
                                 JobMarketplace::JobCancelled, JobMarketplace::FeesWithdrawn>;

/// Decodes an event of one of the market's contracts; nothing for events of other names, which a
/// later version may bring. corrupt_data when a known event's fields are not as declared.
Result<std::optional<MarketEvent>> decode_event(const stellar::Event& event);

/// An RPC filter for all events of both contracts.
stellar::EventFilter event_filter(const Deployment& deployment);

}  // namespace carrot::market
