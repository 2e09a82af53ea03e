// The header's text: a version line, stanzas that carry the file key, and a code over all of it
// (c2sp.org/age, "Header").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "age/detail/primitives.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::age {

/// The grammar has no limits. Each X25519 stanza costs its reader a multiplication before anything
/// is authenticated.
inline constexpr std::size_t header_limit_bytes = 64 * 1024;
inline constexpr std::size_t stanza_limit = 32;

struct Stanza {
    std::vector<std::string> arguments;  ///< the first is the type
    Bytes body;
};

/// Base64 without padding, in which a header's bytes are written; decoding refuses padding too.
std::string to_raw_base64(BytesView bytes);
Result<Bytes> from_raw_base64(std::string_view text);

/// The whole header.
std::string write_header(const std::vector<Stanza>& stanzas, const FileKey& file_key);

/// Reads a header line by line.
class HeaderReader {
public:
    enum class Progress { more, complete };

    /// A line without its line feed. corrupt_data when it can't stand there.
    Result<Progress> take_line(std::string_view line);

    const std::vector<Stanza>& stanzas() const { return stanzas_; }

    /// Whether the complete header was made by who had the file key.
    bool is_authentic(const FileKey& file_key) const;

private:
    enum class Expected { version, stanza_or_end, body };

    Result<void> begin_stanza(std::string_view arguments);
    Result<void> take_body(std::string_view line);
    Result<void> take_end(std::string_view code);

    Expected expected_ = Expected::version;
    std::string authenticated_;  ///< the text that the code covers
    std::string body_;           ///< in base64
    std::vector<Stanza> stanzas_;
    Key code_{};
};

}  // namespace carrot::age
