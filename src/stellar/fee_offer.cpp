#include "stellar/detail/fee_offer.hpp"

#include <algorithm>

#include "stellar/transaction.hpp"

namespace carrot::stellar::detail {

FeeOffer::FeeOffer(const PreparedTransaction& transaction, const CallOptions& options,
                   const Hash& network_id)
    : transaction_(transaction),
      options_(options),
      network_id_(network_id),
      envelope_(transaction.envelope) {
    const auto* v1 = envelope_.if_v1();
    if (v1 == nullptr) return;
    if (const auto* soroban = v1->tx.ext.if_soroban_data()) resource_fee_ = soroban->resource_fee;
    operations_ = std::max<std::int64_t>(1, static_cast<std::int64_t>(v1->tx.operations.size()));
    stroops_ = std::max<std::int64_t>(0, v1->tx.fee - resource_fee_) / operations_;
}

/// For each operation of a fee bump, which counts as one operation more.
std::int64_t FeeOffer::limit_stroops() const {
    return options_.inclusion_fee_cap_stroops * operations_ / (operations_ + 1);
}

bool FeeOffer::can_rise() const { return options_.fee_payer && stroops_ < limit_stroops(); }

Result<void> FeeOffer::rise(std::int64_t wanted_stroops) {
    const auto stroops = std::min<std::int64_t>(
        std::max({stroops_ * 2, wanted_stroops, std::int64_t{min_inclusion_fee_stroops}}),
        limit_stroops());
    const auto fee = resource_fee_ + stroops * (operations_ + 1);
    const auto& payer = *options_.fee_payer;
    auto bumped = TRY(bump_fee(transaction_.envelope, payer.account(), fee));
    TRY(sign(bumped, payer, network_id_));
    envelope_ = std::move(bumped);
    stroops_ = stroops;
    return {};
}

std::int64_t FeeOffer::wanted_in(const SendResult& refusal) const {
    if (!refusal.error_result) return 0;
    const auto fee = refusal.error_result->fee_charged - resource_fee_;
    const auto units = operations_ + (envelope_.if_fee_bump() != nullptr ? 1 : 0);
    return fee <= 0 ? 0 : (fee + units - 1) / units;
}

std::string FeeOffer::describe_limit(const SendResult& refusal) const {
    const auto wanted = wanted_in(refusal) * (operations_ + 1);
    return fmt::format(
        "the network wants {} for the inclusion, and at most {} stroops may be offered: raise {}, "
        "or wait until the network is less busy",
        wanted == 0 ? "more" : fmt::format("{} stroops", wanted),
        options_.inclusion_fee_cap_stroops * operations_, options_.inclusion_fee_cap_name);
}

}  // namespace carrot::stellar::detail
