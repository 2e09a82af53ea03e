// getEvents.
#include <algorithm>
#include <charconv>
#include <chrono>

#include "network/detail/event_filter.hpp"
#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"
#include "network/detail/time_text.hpp"
#include "stellar/address.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;
using ledger::EventPosition;

struct GetEventsParams {
    using json_names = http::CamelCase;

    std::optional<std::uint32_t> start_ledger{};
    std::optional<std::uint32_t> end_ledger{};  // exclusive
    std::optional<std::vector<EventFilterParams>> filters{};
    std::optional<Pagination> pagination{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(GetEventsParams, (),
                      (start_ledger, end_ledger, filters, pagination, xdr_format))

// One call looks at this many ledgers at most.
constexpr std::uint32_t scan_limit_ledgers = 10'000;

// An event's id: its TOID with 19 digits and its number within that with 10.
std::string event_id(const EventPosition& position) {
    const auto toid = std::uint64_t{position.ledger} << 32 |
                      std::uint64_t{position.transaction} << 12 | position.operation;
    return fmt::format("{:019}-{:010}", toid, position.event);
}

Result<EventPosition> parse_event_id(const std::string& text) {
    const auto dash = text.find('-');
    std::uint64_t toid = 0;
    std::uint32_t event = 0;
    const auto* begin = text.data();
    const auto* end = begin + text.size();
    if (dash != std::string::npos) {
        const auto [at, first_error] = std::from_chars(begin, begin + dash, toid);
        const auto [last, second_error] = std::from_chars(begin + dash + 1, end, event);
        if (first_error == std::errc() && second_error == std::errc() && at == begin + dash &&
            last == end) {
            return EventPosition{
                .ledger = static_cast<std::uint32_t>(toid >> 32),
                .transaction = static_cast<std::uint32_t>(toid >> 12 & 0xfffff),
                .operation = static_cast<std::uint32_t>(toid & 0xfff),
                .event = event,
            };
        }
    }
    return fail(ErrorCode::invalid_argument, "cursor '{}' is not an event's id", text);
}

std::string_view type_text(xdr::ContractEventType type) {
    switch (type) {
        case xdr::ContractEventType::SYSTEM:
            return "system";
        case xdr::ContractEventType::CONTRACT:
            return "contract";
        default:
            return "diagnostic";
    }
}

Answer event_json(const ledger::EventRecord& record, const xdr::ContractEvent& event) {
    const auto& body = event.body.v0();
    json::array topics;
    for (const auto& topic : body.topics) {
        const auto text = TRY(xdr::encode_base64(topic));
        topics.push_back(json::value(text));
    }
    const auto value = TRY(xdr::encode_base64(body.data));
    return json::object{
        {"type", type_text(event.type)},
        {"ledger", record.position.ledger},
        {"ledgerClosedAt", rfc3339(record.close_time_s)},
        {"contractId",
         event.contract_id ? stellar::ContractId{*event.contract_id}.to_string() : std::string()},
        {"id", event_id(record.position)},
        {"operationIndex", record.position.operation},
        {"transactionIndex", record.position.transaction},
        {"inSuccessfulContractCall", record.in_successful_call},
        {"txHash", to_hex(record.tx_hash)},
        {"topic", std::move(topics)},
        {"value", value},
    };
}

// Where to start: at a ledger, or right after the event that the cursor names.
Result<EventPosition> first_position(const GetEventsParams& request) {
    const bool has_cursor =
        request.pagination && request.pagination->cursor && !request.pagination->cursor->empty();
    const auto start = request.start_ledger.value_or(0);
    if (!has_cursor) {
        if (start == 0) return fail(ErrorCode::invalid_argument, "startLedger must be positive");
        return EventPosition{.ledger = start};
    }
    if (start != 0 || request.end_ledger.value_or(0) != 0) {
        return fail(ErrorCode::invalid_argument, "ledger ranges and cursor cannot both be set");
    }
    auto position = TRY(parse_event_id(*request.pagination->cursor));
    ++position.event;
    return position;
}

// A cursor behind everything in a ledger.
EventPosition end_of(std::uint32_t ledger) {
    return {.ledger = ledger, .transaction = 0xfffff, .operation = 0xfff, .event = 0xffffffff};
}

}  // namespace

Answer get_events(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<GetEventsParams>(params));
    TRY(check_format(request.xdr_format));
    const auto first = TRY(first_position(request));
    const auto limit = TRY(page_limit(request.pagination, default_events, max_events));
    const auto filters =
        TRY(EventFilters::parse(request.filters.value_or(std::vector<EventFilterParams>{})));
    const auto view = TRY(context.ledger.snapshot());
    const auto& range = view->range();
    if (first.ledger < range.oldest || first.ledger > range.latest) {
        return fail(ErrorCode::failed_precondition,
                    "startLedger must be within the ledger range: {} - {}", range.oldest,
                    range.latest);
    }
    auto end_ledger = std::min(range.latest + 1, first.ledger + scan_limit_ledgers);
    if (request.end_ledger.value_or(0) != 0) end_ledger = std::min(end_ledger, *request.end_ledger);

    json::array events;
    std::optional<Error> broken;
    EventPosition last = end_of(end_ledger - 1);
    const auto visit = [&](const ledger::EventRecord& record) {
        auto event = xdr::decode<xdr::ContractEvent>(record.event);
        if (event && !filters.match(*event)) return true;
        auto one = event ? event_json(record, *event) : std::unexpected(event.error());
        if (!one) {
            broken = one.error();
            return false;
        }
        events.push_back(*std::move(one));
        if (events.size() < limit) return true;
        last = record.position;
        return false;
    };
    TRY(view->events({.first = first, .end_ledger = end_ledger, .contracts = filters.contracts()},
                     visit));
    if (broken) return std::unexpected(*std::move(broken));
    return json::object{
        {"events", std::move(events)},
        {"cursor", event_id(last)},
        {"latestLedger", range.latest},
        {"oldestLedger", range.oldest},
        {"latestLedgerCloseTime", std::to_string(range.latest_close_time_s)},
        {"oldestLedgerCloseTime", std::to_string(range.oldest_close_time_s)},
    };
}

}  // namespace carrot::network
