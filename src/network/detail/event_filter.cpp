#include "network/detail/event_filter.hpp"

#include <algorithm>

#include "stellar/address.hpp"
#include "xdr/codec.hpp"

namespace carrot::network {
namespace {

constexpr std::size_t max_filters = 5;
constexpr std::size_t max_contracts = 5;
constexpr std::size_t max_patterns = 5;
constexpr std::size_t max_segments = 4;

Result<std::vector<xdr::ContractEventType>> parse_types(const std::string& text) {
    std::vector<xdr::ContractEventType> types;
    for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
        const auto end = std::min(text.find(',', begin), text.size());
        const auto name = text.substr(begin, end - begin);
        if (name == "contract") {
            types.push_back(xdr::ContractEventType::CONTRACT);
        } else if (name == "system") {
            types.push_back(xdr::ContractEventType::SYSTEM);
        } else {
            return fail(ErrorCode::invalid_argument,
                        "filter type '{}' is neither 'system' nor 'contract'", name);
        }
        begin = end + 1;
    }
    return types;
}

Result<TopicPattern> parse_pattern(std::vector<std::string> segments) {
    TopicPattern pattern;
    if (segments.empty()) {
        return fail(ErrorCode::invalid_argument, "a topic must have at least 1 segment");
    }
    if (segments.back() == "**") {
        pattern.open_ended = true;
        segments.pop_back();
    }
    if (segments.size() > max_segments) {
        return fail(ErrorCode::invalid_argument, "a topic cannot have more than {} segments",
                    max_segments);
    }
    for (const auto& segment : segments) {
        if (segment == "**") {
            return fail(ErrorCode::invalid_argument,
                        "wildcard '**' is only allowed as a topic's last segment");
        }
        if (segment == "*") {
            pattern.segments.emplace_back();
            continue;
        }
        auto value = xdr::decode_base64<xdr::ScVal>(segment);
        if (!value) {
            return fail(ErrorCode::invalid_argument, "topic segment '{}' is no ScVal: {}", segment,
                        value.error().message);
        }
        pattern.segments.emplace_back(*std::move(value));
    }
    return pattern;
}

}  // namespace

bool TopicPattern::matches(const std::vector<xdr::ScVal>& topics) const {
    if (open_ended ? topics.size() < segments.size() : topics.size() != segments.size()) {
        return false;
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i] && *segments[i] != topics[i]) return false;
    }
    return true;
}

Result<EventFilter> EventFilter::parse(const EventFilterParams& params) {
    EventFilter filter;
    filter.types_ = TRY(parse_types(params.type.value_or("")));
    const auto contracts = params.contract_ids.value_or(std::vector<std::string>{});
    if (contracts.size() > max_contracts) {
        return fail(ErrorCode::invalid_argument, "maximum {} contract IDs per filter",
                    max_contracts);
    }
    for (const auto& text : contracts) {
        const auto id = stellar::ContractId::parse(text);
        if (!id) return fail(ErrorCode::invalid_argument, "contract ID '{}' is not valid", text);
        filter.contracts_.push_back(id->hash);
    }
    const auto patterns = params.topics.value_or(std::vector<std::vector<std::string>>{});
    if (patterns.size() > max_patterns) {
        return fail(ErrorCode::invalid_argument, "maximum {} topics per filter", max_patterns);
    }
    for (const auto& segments : patterns) {
        filter.topics_.push_back(TRY(parse_pattern(segments)));
    }
    return filter;
}

bool EventFilter::matches(const xdr::ContractEvent& event) const {
    if (!types_.empty() && std::ranges::find(types_, event.type) == types_.end()) return false;
    if (!contracts_.empty() &&
        (!event.contract_id ||
         std::ranges::find(contracts_, *event.contract_id) == contracts_.end())) {
        return false;
    }
    return topics_.empty() || std::ranges::any_of(topics_, [&](const TopicPattern& pattern) {
               return pattern.matches(event.body.v0().topics);
           });
}

Result<EventFilters> EventFilters::parse(const std::vector<EventFilterParams>& params) {
    if (params.size() > max_filters) {
        return fail(ErrorCode::invalid_argument, "maximum {} filters per request", max_filters);
    }
    EventFilters filters;
    for (const auto& one : params)
        filters.filters_.push_back(TRY(EventFilter::parse(one)));
    return filters;
}

bool EventFilters::match(const xdr::ContractEvent& event) const {
    return filters_.empty() || std::ranges::any_of(filters_, [&](const EventFilter& filter) {
               return filter.matches(event);
           });
}

std::vector<ledger::Hash> EventFilters::contracts() const {
    std::vector<ledger::Hash> contracts;
    for (const auto& filter : filters_) {
        if (filter.contracts().empty()) return {};
        contracts.insert(contracts.end(), filter.contracts().begin(), filter.contracts().end());
    }
    return contracts;
}

}  // namespace carrot::network
