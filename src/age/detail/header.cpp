#include "age/detail/header.hpp"

#include <algorithm>

#include "base/encoding.hpp"

namespace carrot::age {
namespace {

constexpr std::string_view version_line = "age-encryption.org/v1";
constexpr std::string_view stanza_mark = "-> ";
constexpr std::string_view end_mark = "---";
constexpr std::size_t body_columns = 64;

std::unexpected<Error> broken(std::string_view reason) {
    return fail(ErrorCode::corrupt_data, "could not read the age file's header: {}", reason);
}

Key header_code(const FileKey& file_key, std::string_view text) {
    auto key = hkdf_sha256(file_key, {}, "header");
    const auto code = hmac_sha256(key, text);
    wipe(key);
    return code;
}

std::string write_stanza(const Stanza& stanza) {
    std::string text("->");
    for (const auto& argument : stanza.arguments)
        text += ' ' + argument;
    text += '\n';
    const auto body = to_raw_base64(stanza.body);
    // The last line is a short one, though it be empty.
    for (std::size_t at = 0; at <= body.size(); at += body_columns)
        text += body.substr(at, body_columns) + '\n';
    return text;
}

}  // namespace

std::string to_raw_base64(BytesView bytes) {
    auto text = to_base64(bytes);
    while (text.ends_with('='))
        text.pop_back();
    return text;
}

Result<Bytes> from_raw_base64(std::string_view text) {
    if (text.contains('=')) return fail(ErrorCode::corrupt_data, "base64 with padding");
    std::string padded(text);
    padded.append((4 - text.size() % 4) % 4, '=');
    return from_base64(padded);
}

std::string write_header(const std::vector<Stanza>& stanzas, const FileKey& file_key) {
    std::string text(version_line);
    text += '\n';
    for (const auto& stanza : stanzas)
        text += write_stanza(stanza);
    text += end_mark;
    return text + ' ' + to_raw_base64(header_code(file_key, text)) + '\n';
}

Result<HeaderReader::Progress> HeaderReader::take_line(std::string_view line) {
    if (expected_ == Expected::stanza_or_end && line.starts_with(end_mark)) {
        authenticated_ += end_mark;
        TRY(take_end(line.substr(end_mark.size())));
        return Progress::complete;
    }
    (authenticated_ += line) += '\n';
    switch (expected_) {
        case Expected::version:
            if (line != version_line) return broken("it is no file of age, or of another version");
            expected_ = Expected::stanza_or_end;
            break;
        case Expected::stanza_or_end:
            if (!line.starts_with(stanza_mark)) return broken("a stanza begins otherwise");
            TRY(begin_stanza(line.substr(stanza_mark.size())));
            break;
        case Expected::body:
            TRY(take_body(line));
            break;
    }
    return Progress::more;
}

Result<void> HeaderReader::begin_stanza(std::string_view arguments) {
    if (stanzas_.size() == stanza_limit) return broken("it has more than 32 stanzas");
    auto& stanza = stanzas_.emplace_back();
    for (;;) {
        const auto space = arguments.find(' ');
        const auto argument = arguments.substr(0, space);
        const bool visible =
            std::ranges::all_of(argument, [](char c) { return c >= 33 && c <= 126; });
        if (argument.empty() || !visible) return broken("a stanza's argument is malformed");
        stanza.arguments.emplace_back(argument);
        if (space == arguments.npos) break;
        arguments.remove_prefix(space + 1);
    }
    body_.clear();
    expected_ = Expected::body;
    return {};
}

Result<void> HeaderReader::take_body(std::string_view line) {
    if (line.size() > body_columns) return broken("a stanza's line is too long");
    body_ += line;
    if (line.size() == body_columns) return {};
    auto body = from_raw_base64(body_);
    if (!body) return broken("a stanza's body is no base64");
    stanzas_.back().body = *std::move(body);
    expected_ = Expected::stanza_or_end;
    return {};
}

Result<void> HeaderReader::take_end(std::string_view code) {
    if (stanzas_.empty()) return broken("it names no recipient");
    // Who adds a passphrase to others' keys would be taken for one of them.
    const bool has_passphrase = std::ranges::any_of(
        stanzas_, [](const Stanza& stanza) { return stanza.arguments.front() == "scrypt"; });
    if (has_passphrase && stanzas_.size() > 1)
        return broken("a passphrase stands beside other recipients");
    if (!code.starts_with(' ')) return broken("its last line is malformed");
    const auto bytes = from_raw_base64(code.substr(1));
    if (!bytes || bytes->size() != code_.size()) return broken("its last line is malformed");
    std::ranges::copy(*bytes, code_.begin());
    return {};
}

bool HeaderReader::is_authentic(const FileKey& file_key) const {
    return equal(header_code(file_key, authenticated_), code_);
}

}  // namespace carrot::age
