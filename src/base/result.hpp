// Result<T>: the outcome of anything that can go wrong outside this process.
//
//   Result<Job> fetch(JobId id) {
//       auto bytes = TRY(read(id));
//       if (bytes.empty()) return fail(ErrorCode::not_found, "job {}: no such job", id);
//       return decode(bytes);
//   }
//
// An error has a code that programs use and one line that people use: operation, object, reason
// and, where there is one, the remedy. Handle it or return it; never both log and return it.
#pragma once

#include <fmt/format.h>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace carrot {

/// What kind of failure it is. The numbers are the exit codes of the `carrot` program
/// (docs/exit-codes in `carrot --help`): never renumber.
enum class ErrorCode {
    internal = 1,             ///< a bug in Carrot
    invalid_argument = 2,     ///< the caller's input is malformed or out of range
    not_found = 3,            ///< the named thing does not exist
    already_exists = 4,       ///< the named thing exists and must not
    failed_precondition = 5,  ///< the request is well formed, but the state forbids it
    permission_denied = 6,    ///< missing or wrong key, token or ownership
    unavailable = 7,          ///< a service can't be reached or is not ready: trying again may help
    timed_out = 8,            ///< the time allowed is over
    resource_exhausted = 9,   ///< a limit, a full disk, no memory
    corrupt_data = 10,        ///< bytes that break their format or their checksum
    contract_failed = 11,     ///< a contract refused the call with a numbered error
    cancelled = 12,           ///< stopped on request
};

/// The code's name as programs see it in `--json` output, for example "not_found".
std::string_view name_of(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

/// Makes the error side of a Result. The message is one line without a final full stop.
template <class... Args>
[[nodiscard]] std::unexpected<Error> fail(ErrorCode code, fmt::format_string<Args...> format,
                                          Args&&... args) {
    return std::unexpected(Error{code, fmt::format(format, std::forward<Args>(args)...)});
}

/// Puts "context: " before the message of a failed result; passes a success through.
template <class T>
[[nodiscard]] Result<T> with_context(Result<T> result, std::string_view context) {
    if (!result) result.error().message.insert(0, fmt::format("{}: ", context));
    return result;
}

}  // namespace carrot

/// The value of a Result, or a return from the enclosing function with its error. May be nested:
/// each use has a variable of its own.
#define TRY(expression) CARROT_TRY(CARROT_JOIN(try_result_, __COUNTER__), expression)
#define CARROT_JOIN(left, right) CARROT_JOIN_EXPANDED(left, right)
#define CARROT_JOIN_EXPANDED(left, right) left##right
#define CARROT_TRY(result, expression)                                  \
    ({                                                                  \
        auto&& result = (expression);                                   \
        if (!result) return std::unexpected(std::move(result.error())); \
        *std::move(result);                                             \
    })
