#include "network/detail/friendbot.hpp"

#include "base/encoding.hpp"
#include "http/json.hpp"
#include "network/detail/horizon.hpp"
#include "stellar/operation.hpp"
#include "stellar/transaction.hpp"
#include "xdr/xdr.hpp"

namespace carrot::network {
namespace {

constexpr std::int64_t starting_balance_stroops = 10'000 * std::int64_t{10'000'000};
// Ledgers close within milliseconds of a submission; this is for a machine that is out of breath.
constexpr std::chrono::seconds closing_timeout{30};

Result<std::optional<xdr::AccountEntry>> find_account(ledger::Snapshot& view,
                                                      const stellar::AccountId& account) {
    const auto key = TRY(xdr::encode(xdr::LedgerKey::account({.account_id = account.to_xdr()})));
    const auto stored = TRY(view.get(key));
    if (!stored) return std::nullopt;
    return TRY(xdr::decode<xdr::LedgerEntry>(stored->entry))
    .data.account();
}

// What the account lacks: an operation that creates it, or brings it up to the starting balance.
Result<xdr::Operation> missing_lumens(ledger::Snapshot& view, const stellar::AccountId& account) {
    const auto existing = TRY(find_account(view, account));
    if (!existing) return stellar::create_account(account, starting_balance_stroops);
    if (existing->balance >= starting_balance_stroops) {
        return fail(ErrorCode::already_exists, "account already funded to starting balance");
    }
    return stellar::native_payment(account, starting_balance_stroops - existing->balance);
}

http::Response funded(const ledger::TransactionRecord& record) {
    return http::json_response(200, http::json::object{
                                        {"successful", record.successful},
                                        {"hash", to_hex(record.hash)},
                                        {"ledger", record.ledger},
                                        {"envelope_xdr", to_base64(record.envelope)},
                                        {"result_xdr", to_base64(record.result)},
                                        {"result_meta_xdr", to_base64(record.meta)},
                                    });
}

}  // namespace

Result<ledger::TransactionRecord> Friendbot::fund(const std::string& address,
                                                  std::stop_token stop) {
    const auto account = TRY(stellar::AccountId::parse(address));
    const std::lock_guard lock(funding_);
    const auto root = stellar::KeyPair::network_root(ledger_.passphrase());
    auto view = TRY(ledger_.snapshot());
    auto operation = TRY(missing_lumens(*view, account));
    const auto source = TRY(find_account(*view, root.account()));
    auto sequence = view->latest().sequence;
    if (!source) return fail(ErrorCode::internal, "the root account is gone");
    auto envelope = stellar::build_transaction({
        .source = root.account(),
        .sequence = source->seq_num + 1,
        .operations = {std::move(operation)},
    });
    TRY(stellar::sign(envelope, root, ledger_.network_id()));
    const auto submission = TRY(ledger_.submit(envelope));
    if (submission.status != ledger::SubmissionStatus::pending) {
        return fail(ErrorCode::unavailable, "the root account could not send: try again");
    }
    while (true) {
        if (!ledger_.wait_for_ledger_after(sequence, closing_timeout, stop)) {
            return fail(ErrorCode::timed_out, "no ledger closed in time");
        }
        view = TRY(ledger_.snapshot());
        sequence = view->latest().sequence;
        if (auto record = TRY(view->transaction(submission.tx_hash))) return *std::move(record);
    }
}

http::Response Friendbot::answer(const http::Request& request) {
    auto address = request.query_parameter("addr");
    if (!address) {
        // js sends it in the query also with POST; forms are for others.
        for (auto& [name, value] : http::parse_form(request.body)) {
            if (name == "addr") address = std::move(value);
        }
    }
    if (!address) {
        return horizon_problem(400, "bad_request", "Bad Request",
                               "the parameter 'addr' is missing: /friendbot?addr=G…");
    }
    const auto record = fund(*address, request.stop);
    if (record && record->successful) return funded(*record);
    if (record) {
        return horizon_problem(500, "server_error", "Internal Server Error",
                               "the funding transaction failed");
    }
    const auto code = record.error().code;
    const bool wrong_request =
        code == ErrorCode::already_exists || code == ErrorCode::invalid_argument;
    return wrong_request
               ? horizon_problem(400, "bad_request", "Bad Request", record.error().message)
               : horizon_problem(503, "service_unavailable", "Service Unavailable",
                                 record.error().message);
}

}  // namespace carrot::network
