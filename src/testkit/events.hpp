// A call's events as the structs that its contract declares.
//
//   EXPECT_EQ(events_of<Post::LetterSent>(outcome.call(), post_id).at(0).weight, 20u);
#pragma once

#include "stellar/address.hpp"
#include "stellar/contract_event.hpp"
#include "testkit/call.hpp"

namespace carrot::testkit {

/// The events of this declaration that the contract emitted in the call, in their order. Throws
/// where one has the name and other fields than declared.
template <class Event>
std::vector<Event> events_of(const Call& call, const stellar::ContractId& contract) {
    const auto name = xdr::ScVal::sym(std::string(std::string_view(soroban::event_name<Event>)));
    std::vector<Event> found;
    for (const auto& event : call.events) {
        const auto& [topics, data] = event.body.v0();
        const bool own = event.contract_id && stellar::ContractId{*event.contract_id} == contract;
        if (!own || topics.empty() || topics.front() != name) continue;
        auto decoded = stellar::decode_event<Event>(topics, data);
        if (!decoded) throw std::runtime_error(decoded.error().message);
        found.push_back(*std::move(decoded));
    }
    return found;
}

}  // namespace carrot::testkit
