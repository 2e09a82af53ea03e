// Amounts of XLM, counted in stroops: 1 XLM = 10,000,000 stroops. No floating point touches them.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace carrot::market {

__extension__ typedef __int128 Int128;

/// An amount as the contracts hold it (i128). Arithmetic that leaves the range is an error, not a
/// wrap.
class Stroops {
public:
    constexpr Stroops() = default;
    constexpr explicit Stroops(Int128 count) : count_(count) {}

    constexpr Int128 count() const { return count_; }
    constexpr auto operator<=>(const Stroops&) const = default;

    Result<Stroops> plus(Stroops other) const;
    Result<Stroops> minus(Stroops other) const;
    Result<Stroops> times(std::uint32_t factor) const;

private:
    Int128 count_ = 0;
};

/// How completion divides a payment: the fee is floor(payment × 5 / 100), the provider has the
/// rest.
struct Split {
    Stroops provider;
    Stroops fee;
};
Split split_payment(Stroops payment);

/// Reads an amount of XLM as people write it: "2", "2.5", "0.0000001", with up to 7 decimals.
/// Refuses signs, exponents, grouping and amounts that do not fit the range.
Result<Stroops> parse_xlm(std::string_view text);

/// Reads a whole number of stroops, as `--json` output and Stellar's RPC write it.
Result<Stroops> parse_stroops(std::string_view text);

/// The shortest exact text of the amount in XLM, without a unit: "2.5", "-0.0000001".
std::string to_xlm(Stroops amount);

/// The count of stroops in decimal digits.
std::string to_decimal(Stroops amount);

}  // namespace carrot::market
