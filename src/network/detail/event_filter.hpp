// getEvents' filters: which events are wanted, by type, contract and topics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/json.hpp"
#include "ledger/snapshot.hpp"
#include "xdr/ledger.hpp"

namespace carrot::network {

/// As it is asked for. Stellar RPC's limits: 5 filters, each with 5 contracts and 5 topic patterns
/// of 1 to 4 segments and perhaps a last "**".
struct EventFilterParams {
    using json_names = http::CamelCase;

    std::optional<std::string> type{};  ///< "contract", "system", or both with a comma
    std::optional<std::vector<std::string>> contract_ids{};
    std::optional<std::vector<std::vector<std::string>>> topics{};
};
BOOST_DESCRIBE_STRUCT(EventFilterParams, (), (type, contract_ids, topics))

/// One of a pattern's segments: a value, or "*" without one.
using TopicSegment = std::optional<xdr::ScVal>;

struct TopicPattern {
    std::vector<TopicSegment> segments{};
    bool open_ended = false;  ///< ends with "**": any topics may follow

    bool matches(const std::vector<xdr::ScVal>& topics) const;
};

class EventFilter {
public:
    static Result<EventFilter> parse(const EventFilterParams& params);

    bool matches(const xdr::ContractEvent& event) const;

    /// Empty: any contract.
    const std::vector<ledger::Hash>& contracts() const { return contracts_; }

private:
    std::vector<xdr::ContractEventType> types_;
    std::vector<ledger::Hash> contracts_;
    std::vector<TopicPattern> topics_;
};

/// All of a request's filters; an event is wanted when one of them matches, or when there are none.
class EventFilters {
public:
    static Result<EventFilters> parse(const std::vector<EventFilterParams>& params);

    bool match(const xdr::ContractEvent& event) const;

    /// The contracts that all wanted events come from; empty when it may be any.
    std::vector<ledger::Hash> contracts() const;

private:
    std::vector<EventFilter> filters_;
};

}  // namespace carrot::network
