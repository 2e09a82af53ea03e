// The lines of JSON that Docker answers with while it pulls or imports an image.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::sandbox::detail {

/// What kind of failure it is when an image can't be had: Docker tells it only in words, with
/// status 500 or after the status.
ErrorCode image_error_code(std::string_view words);

/// Reports progress, and finds the errors that come too late for a status. A line has at most 1
/// MiB.
class ProgressLines {
public:
    /// Keeps the reference. An empty function is not called.
    explicit ProgressLines(const OnPullProgress& on_progress) : on_progress_(on_progress) {}

    Result<void> feed(BytesView block);
    Result<void> finish() { return take_line(); }

private:
    Result<void> take_line();
    void report(const boost::json::value& value);

    const OnPullProgress& on_progress_;
    std::string line_;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> layers_;  // done and total bytes
};

}  // namespace carrot::sandbox::detail
