// Reads a tar archive as it arrives (POSIX.1-2017 pax interchange format, which Docker's archives
// are in, and GNU's long names). The bytes may come from anybody: the parser holds one header, and
// refuses what breaks the format.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::sandbox {

struct TarEntry {
    enum class Kind : std::uint8_t { file, folder, symbolic_link, hard_link, device };

    Kind kind = Kind::file;
    std::string path;              ///< as it stands in the archive: may be hostile
    std::uint64_t size_bytes = 0;  ///< of the content that follows; only files have any
};

/// Told of each entry, then of its content in pieces. An error from it ends the parsing.
class TarVisitor {
public:
    virtual ~TarVisitor() = default;
    virtual Result<void> begin_entry(const TarEntry& entry) = 0;
    virtual Result<void> content(BytesView piece) = 0;
    virtual Result<void> end_entry() = 0;
};

class TarParser {
public:
    /// Extended headers larger than this are refused.
    static constexpr std::size_t extended_header_limit_bytes = 256 * 1024;
    static constexpr std::size_t block_size_bytes = 512;

    explicit TarParser(TarVisitor& visitor) : visitor_(visitor) {}

    /// corrupt_data when the format is broken. After an error the parser is useless.
    Result<void> feed(BytesView input);

    /// corrupt_data unless the archive came to its proper end.
    Result<void> finish() const;

private:
    enum class State : std::uint8_t { header, content, extended_header, padding, ended };

    Result<void> read_header();
    Result<void> begin(char type, std::uint64_t size_bytes);
    Result<void> take_content(BytesView& input);
    Result<void> take_extended_header(BytesView& input);
    Result<void> apply_pax_records();
    void begin_padding();

    TarVisitor& visitor_;
    State state_ = State::header;
    std::array<std::uint8_t, block_size_bytes> block_{};
    std::size_t block_bytes_ = 0;
    std::uint64_t left_bytes_ = 0;     ///< of the content or the extended header
    std::uint64_t content_bytes_ = 0;  ///< as declared, for the padding
    std::size_t padding_bytes_ = 0;
    bool zero_block_seen_ = false;
    char extended_type_ = 0;
    std::string extended_;
    std::optional<std::string> next_path_;  ///< from an extended header
    std::optional<std::uint64_t> next_size_bytes_;
};

}  // namespace carrot::sandbox
