#include "faults/fees.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "faults/rpc_answers.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

using http::Response;

/// What one transaction offers for its inclusion.
struct Offer {
    std::int64_t resource_fee = 0;
    std::int64_t inclusion_fee = 0;  ///< of the whole transaction
    std::int64_t operations = 1;     ///< a fee bump counts as one more
    bool is_bump = false;
    std::string inner;  ///< the transaction inside

    std::int64_t rate() const { return inclusion_fee / operations; }
};

Offer offer_in(const RpcCall& call) {
    const auto envelope = envelope_of(call);
    const auto* bump = envelope.if_fee_bump();
    const auto& v1 = bump ? bump->tx.inner_tx.v1() : envelope.v1();
    const auto* soroban = v1.tx.ext.if_soroban_data();
    Offer offer;
    offer.is_bump = bump != nullptr;
    offer.operations = static_cast<std::int64_t>(v1.tx.operations.size()) + (bump ? 1 : 0);
    offer.resource_fee = soroban ? soroban->resource_fee : 0;
    offer.inclusion_fee = (bump ? bump->tx.fee : std::int64_t{v1.tx.fee}) - offer.resource_fee;
    offer.inner = need(xdr::encode_base64(v1));
    return offer;
}

Response refusal(const RpcCall& call, const Offer& offer, std::int64_t wanted_rate) {
    xdr::TransactionResult result;
    result.fee_charged = offer.resource_fee + offer.operations * wanted_rate;
    result.result = xdr::TransactionResultResult::tx_insufficient_fee();
    return sent(call, "ERROR", {{"errorResultXdr", need(xdr::encode_base64(result))}});
}

bool is_send(const RpcCall& call) { return call.method == "sendTransaction"; }

}  // namespace

Misbehaviour expensive(std::int64_t stroops, HighestOffer seen) {
    return [=](const RpcCall& call) -> std::optional<Response> {
        if (!is_send(call)) return std::nullopt;
        const auto offer = offer_in(call);
        if (seen) *seen = std::max(seen->load(), offer.inclusion_fee);
        if (offer.rate() >= stroops) return std::nullopt;
        return refusal(call, offer, stroops);
    };
}

Misbehaviour passing_over() {
    struct Queue {
        std::mutex mutex;
        std::map<std::string, std::int64_t> rates;  ///< by the transaction inside
    };
    return [queue = std::make_shared<Queue>()](const RpcCall& call) -> std::optional<Response> {
        if (!is_send(call)) return std::nullopt;
        const auto offer = offer_in(call);
        const std::lock_guard lock(queue->mutex);
        const auto [queued, is_first] = queue->rates.try_emplace(offer.inner, offer.rate());
        if (is_first) return sent(call, "PENDING");
        if (!offer.is_bump) return sent(call, "DUPLICATE");
        if (offer.rate() >= 10 * queued->second) return std::nullopt;
        return refusal(call, offer, 10 * queued->second);
    };
}

Misbehaviour banning() {
    return [](const RpcCall& call) -> std::optional<Response> {
        if (!is_send(call) || offer_in(call).is_bump) return std::nullopt;
        return sent(call, "TRY_AGAIN_LATER");
    };
}

}  // namespace carrot::tests
