#include "market/deployment.hpp"

#include "contracts/wasm.hpp"
#include "market/market.hpp"

namespace carrot::market {
namespace {

/// Registry and marketplace of one market have different salts.
stellar::Salt salt_of(std::string_view market_name, std::string_view contract_name) {
    return stellar::sha256(as_bytes(fmt::format("{}/{}", market_name, contract_name)));
}

stellar::Salt registry_salt(std::string_view name) { return salt_of(name, "gpu_registry"); }
stellar::Salt marketplace_salt(std::string_view name) { return salt_of(name, "job_marketplace"); }

/// Whether the contract's instance is on the ledger, live or archived.
Result<bool> exists(stellar::ContractCaller& caller, const stellar::ContractId& contract,
                    std::stop_token stop) {
    auto key =
        xdr::LedgerKey::contract_data({.contract = contract.to_xdr(),
                                       .key = xdr::ScVal::ledger_key_contract_instance(),
                                       .durability = xdr::ContractDataDurability::PERSISTENT});
    return !TRY(caller.rpc().ledger_entries({key}, stop))
    .entries.empty();
}

struct NewContract {
    std::string_view name;
    stellar::ContractId id;
    BytesView wasm;
    stellar::Salt salt;
    std::vector<xdr::ScVal> constructor_arguments;
};

class Deployer {
public:
    Deployer(stellar::ContractCaller& caller, const stellar::KeyPair& treasury,
             const DeployOptions& options)
        : caller_(caller), treasury_(treasury), options_(options) {}

    Result<void> ensure(const NewContract& contract) {
        if (TRY(exists(caller_, contract.id, options_.call.stop))) return {};
        say(fmt::format("uploading {}", contract.name));
        auto wasm_hash = TRY(caller_.upload(
            treasury_, Bytes(contract.wasm.begin(), contract.wasm.end()), options_.call));
        say(fmt::format("creating {}", contract.name));
        auto created = TRY(caller_.create(treasury_, wasm_hash, contract.salt,
                                          contract.constructor_arguments, options_.call));
        if (created != contract.id) {
            return fail(ErrorCode::internal, "deploy {}: it is at {} and not at {} as planned",
                        contract.name, created.to_string(), contract.id.to_string());
        }
        return {};
    }

    Result<void> ensure_initialized(const Deployment& deployment) {
        auto operation = TRY(
            JobMarketplaceCalls(deployment.job_marketplace)
                .initialize({deployment.gpu_registry.to_string()}, {deployment.token.to_string()}));
        say("connecting the contracts");
        auto outcome = caller_.call(treasury_, operation, options_.call);
        if (outcome) return {};
        auto already = job_marketplace::JobMarketplace::Error::already_initialized;
        if (stellar::contract_error_number(outcome.error()) ==
            static_cast<std::uint32_t>(already)) {
            return {};
        }
        return with_context(Result<void>(std::unexpected(std::move(outcome.error()))),
                            "connect the contracts");
    }

private:
    void say(std::string_view step) const {
        if (options_.on_step) options_.on_step(step);
    }

    stellar::ContractCaller& caller_;
    const stellar::KeyPair& treasury_;
    const DeployOptions& options_;
};

}  // namespace

Result<Deployment> plan_deployment(const std::string& network_passphrase,
                                   const stellar::AccountId& treasury,
                                   std::string_view market_name) {
    auto network_id = stellar::sha256(as_bytes(network_passphrase));
    return Deployment {
        .network_passphrase = network_passphrase,
        .gpu_registry =
            stellar::derive_contract_id(network_id, treasury, registry_salt(market_name)),
        .job_marketplace =
            stellar::derive_contract_id(network_id, treasury, marketplace_salt(market_name)),
        .token = TRY(stellar::asset_contract_id(network_id, xdr::Asset::native()))
        , .treasury = treasury,
    };
}

Result<Deployment> deploy(stellar::ContractCaller& caller, const stellar::KeyPair& treasury,
                          const DeployOptions& options) {
    auto plan =
        TRY(plan_deployment(caller.network().passphrase, treasury.account(), options.market_name));
    Deployer deployer(caller, treasury, options);
    TRY(deployer.ensure({.name = "the GPU registry",
                         .id = plan.gpu_registry,
                         .wasm = contracts::gpu_registry_wasm(),
                         .salt = registry_salt(options.market_name),
                         .constructor_arguments = {stellar::to_scval(plan.job_marketplace)}}));
    TRY(deployer.ensure({.name = "the job marketplace",
                         .id = plan.job_marketplace,
                         .wasm = contracts::job_marketplace_wasm(),
                         .salt = marketplace_salt(options.market_name),
                         .constructor_arguments = {stellar::to_scval(plan.treasury)}}));
    TRY(deployer.ensure_initialized(plan));
    return plan;
}

}  // namespace carrot::market
