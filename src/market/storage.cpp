#include "market/storage.hpp"

#include "stellar/contract_value.hpp"

namespace carrot::market {

Result<std::optional<xdr::ScVal>> read_storage(stellar::RpcClient& rpc,
                                               const stellar::ContractId& marketplace,
                                               const xdr::ScVal& key, std::stop_token stop) {
    const auto entry_key =
        xdr::LedgerKey::contract_data({.contract = marketplace.to_xdr(),
                                       .key = key,
                                       .durability = xdr::ContractDataDurability::PERSISTENT});
    for (auto& entry : TRY(rpc.ledger_entries({entry_key}, std::move(stop))).entries) {
        const auto* data = entry.key == entry_key ? entry.entry.if_contract_data() : nullptr;
        // The key in the answer's value is what was asked for, and not only the one beside it.
        if (data != nullptr && data->key == key && data->contract == marketplace.to_xdr())
            return data->val;
    }
    return std::nullopt;
}

Result<job_marketplace::Job> decode_stored_job(std::uint32_t job_id, const xdr::ScVal& stored) {
    const auto& fields = *TRY(stellar::elements_of(stored));
    job_marketplace::Job job;
    job.job_id = job_id;
    soroban::Address gpu_owner;
    const auto decode_all = [&](auto&... values) -> Result<void> {
        if (fields.size() != sizeof...(values))
            return fail(ErrorCode::corrupt_data, "a stored job has {} fields, not {}",
                        sizeof...(values), fields.size());
        auto field = fields.begin();
        Result<void> outcome;
        const auto decode_next = [&](auto& value) {
            outcome = stellar::decode_value(*field++, value);
            return outcome.has_value();
        };
        static_cast<void>((decode_next(values) && ...));
        return outcome;
    };
    TRY(decode_all(job.claimed_at, job.completed_at, job.compute_hours, job.consumer,
                   job.created_at, job.description, job.gpu_id, gpu_owner, job.payment_amount,
                   job.result_hash, job.status));
    job.provider = job.claimed_at == 0 ? job.consumer : gpu_owner;
    return job;
}

}  // namespace carrot::market
