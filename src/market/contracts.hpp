// The two contracts as C++ objects, every function of theirs a method, made from the interface
// headers' own declarations.
//
//   GpuRegistryView registry(ContractView{rpc, contract});          // asks, by simulation
//   Result<Gpu> gpu = registry.get_gpu(3);
//
//   JobMarketplaceAccount market(ContractAccount{rpc, contract, network, key});  // signs and sends
//   Result<Receipt<JobId>> posted = market.post_job(consumer, 3, description, 1, payment);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "contracts/gpu_registry/gpu_registry.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"
#include "market/stroops.hpp"
#include "stellar/contract_value.hpp"
