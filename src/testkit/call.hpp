// What became of a call on the real host: its value, the contract's numbered refusal, or another
// failure.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "stellar/contract_value.hpp"
#include "xdr/contract.hpp"
#include "xdr/ledger.hpp"
#include "xdr/transaction.hpp"

namespace carrot::testkit {

struct Call {
    bool succeeded = false;
    xdr::ScVal return_value;
    std::optional<xdr::ScError> error;
    std::string message;
    std::vector<xdr::ContractEvent> events;
    std::vector<xdr::SorobanAuthorizationEntry> authorizations;  ///< what was asked of whom
    std::uint64_t cpu_instructions = 0;
    std::uint64_t memory_bytes = 0;
    std::int64_t rent_fee_stroops = 0;
    xdr::SorobanResources resources;
    std::uint32_t event_bytes = 0;          ///< contract events and return value
    std::int64_t resource_fee_stroops = 0;  ///< rent included
    std::vector<xdr::LedgerKey> restored;   ///< archived entries that the call brought back
};

template <class T>
class Outcome {
public:
    explicit Outcome(Call call) : call_(std::move(call)) {}

    /// Throws, with the host's message, where the call failed.
    T value() const {
        if (!call_.succeeded) throw std::runtime_error(call_.message);
        auto value = stellar::decode_result<T>(call_.return_value);
        if (!value) throw std::runtime_error(value.error().message);
        if constexpr (!std::is_void_v<T>) return *std::move(value);
    }
    operator T() const
        requires(!std::is_void_v<T>)
    {
        return value();
    }

    bool succeeded() const { return call_.succeeded; }
    const Call& call() const { return call_; }

    /// The number of the contract error, if that is how it failed.
    std::optional<std::uint32_t> error_number() const {
        if (call_.error && call_.error->if_contract_code()) return call_.error->contract_code();
        return std::nullopt;
    }

    template <class Error>
        requires std::is_enum_v<Error>
    friend bool operator==(const Outcome& outcome, Error error) {
        return outcome.error_number() == static_cast<std::uint32_t>(error);
    }
    friend void PrintTo(const Outcome& outcome, std::ostream* out) {
        if (outcome.succeeded()) {
            *out << "a success";
        } else if (outcome.error_number()) {
            *out << "contract error " << *outcome.error_number();
        } else {
            *out << outcome.call_.message;
        }
    }

private:
    Call call_;
};

}  // namespace carrot::testkit
