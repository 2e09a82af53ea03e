// The lines of JSON that Docker answers with while it pulls or imports an image.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::sandbox::detail {

/// What kind of failure it is when an image can't be had: Docker tells it only in words, its own or
/// the registry's, with almost any status or after the status.
ErrorCode pull_error_code(std::string_view words);
ErrorCode import_error_code(std::string_view words);
using ErrorCodeOf = ErrorCode (*)(std::string_view words);

/// Reports progress, and finds the errors that come too late for a status. A line has at most 1
/// MiB.
class ProgressLines {
public:
    /// Keeps the reference. An empty function is not called.
    ProgressLines(const OnPullProgress& on_progress, ErrorCodeOf error_code)
        : on_progress_(on_progress), error_code_(error_code) {}

    Result<void> feed(BytesView block);
    Result<void> finish() { return take_line(); }
    ErrorCode code_of(std::string_view words) const { return error_code_(words); }

private:
    Result<void> take_line();
    void report(const boost::json::object& line);
    void note_layer(const std::string& layer, std::string_view status,
                    const boost::json::object& line);

    struct Download {
        std::uint64_t done_bytes = 0;
        std::uint64_t total_bytes = 0;
    };
    const OnPullProgress& on_progress_;
    ErrorCodeOf error_code_;
    std::string line_;
    std::map<std::string, Download> layers_;
};

}  // namespace carrot::sandbox::detail
