// Where a market is: its contracts on one network. And how it gets there.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/contract_call.hpp"

namespace carrot::market {

struct Deployment {
    std::string network_passphrase;
    stellar::ContractId gpu_registry;
    stellar::ContractId job_marketplace;
    stellar::ContractId token;    ///< what jobs are paid in
    stellar::AccountId treasury;  ///< who deployed, and may withdraw fees

    bool operator==(const Deployment&) const = default;
};

/// Which of several markets by the same treasury: part of the contracts' salts.
inline constexpr std::string_view default_market_name = "carrot";

/// The addresses that deploy() will give, known before anything is deployed: they follow from the
/// network, the treasury and the name. Payment is in XLM.
Result<Deployment> plan_deployment(const std::string& network_passphrase,
                                   const stellar::AccountId& treasury,
                                   std::string_view market_name = default_market_name);

struct DeployOptions {
    std::string market_name{default_market_name};
    /// Called before each transaction that is needed, with what it does.
    std::function<void(std::string_view)> on_step;
    stellar::CallOptions call;
};

/// Brings both contracts onto the network and connects them. What is there already is left as it
/// is, so an interrupted deployment is finished by calling again. `treasury` pays, and signs
/// initialize, so nobody can come between.
Result<Deployment> deploy(stellar::ContractCaller& caller, const stellar::KeyPair& treasury,
                          const DeployOptions& options = {});

/// A deployment as a small TOML file. load: not_found, corrupt_data with the member that is wrong.
Result<Deployment> load_deployment(const std::filesystem::path& file);
Result<void> save_deployment(const std::filesystem::path& file, const Deployment& deployment);

}  // namespace carrot::market
