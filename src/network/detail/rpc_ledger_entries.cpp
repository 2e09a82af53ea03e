// getLedgerEntries.
#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

struct GetLedgerEntriesParams {
    using json_names = http::CamelCase;

    std::vector<std::string> keys{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(GetLedgerEntriesParams, (), (keys, xdr_format))

Answer entry_json(const std::string& key, const host::StoredEntry& stored) {
    const auto entry = TRY(xdr::decode<xdr::LedgerEntry>(stored.entry));
    json::object result{
        {"key", key},
        {"xdr", TRY(xdr::encode_base64(entry.data))},
        {"lastModifiedLedgerSeq", entry.last_modified_ledger_seq},
        {"extXdr", TRY(xdr::encode_base64(entry.ext))},
    };
    if (stored.live_until_ledger) result["liveUntilLedgerSeq"] = *stored.live_until_ledger;
    return result;
}

}  // namespace

Answer get_ledger_entries(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<GetLedgerEntriesParams>(params));
    TRY(check_format(request.xdr_format));
    if (request.keys.size() > max_ledger_keys) {
        return fail(ErrorCode::invalid_argument, "key count ({}) exceeds maximum supported ({})",
                    request.keys.size(), max_ledger_keys);
    }
    const auto view = TRY(context.ledger.snapshot());
    json::array entries;
    for (const auto& text : request.keys) {
        const auto key = TRY(decode_param<xdr::LedgerKey>(text, "keys"));
        if (key.type() == xdr::LedgerEntryType::TTL) {
            return fail(ErrorCode::invalid_argument,
                        "ledger ttl entries cannot be queried directly");
        }
        const auto encoded = TRY(xdr::encode(key));
        const auto stored = TRY(view->get(encoded));
        if (stored) entries.push_back(TRY(entry_json(text, *stored)));
    }
    return json::object{
        {"entries", std::move(entries)},
        {"latestLedger", view->latest().sequence},
    };
}

}  // namespace carrot::network
