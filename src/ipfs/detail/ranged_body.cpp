#include "ipfs/detail/ranged_body.hpp"

#include <deque>
#include <utility>

#include "ipfs/detail/http_conditions.hpp"

namespace carrot::ipfs {
namespace {

using http::Request;
using http::Response;

// What separates the parts; the content may hold it, since each part's length is known.
constexpr std::string_view boundary = "carrot-byterange-5f0c1d7ae2b94";

// An answer so short is handed over in one piece.
constexpr std::uint64_t at_once_bytes = std::uint64_t{256} << 10;

/// A text before a range of the content.
struct Section {
    std::string head;
    ByteRange range;
    bool has_content = true;
};

/// Hands out sections one after another.
class SectionReader {
public:
    SectionReader(std::deque<Section> sections, RangeOpener open)
        : sections_(std::move(sections)), open_(std::move(open)) {}

    /// Has a piece ready, or all are handed out.
    Result<void> prepare() {
        while (piece_.empty()) {
            if (content_) {
                piece_ = TRY(content_());
                if (piece_.empty()) content_ = {};
            } else if (!sections_.empty()) {
                TRY(start(sections_.front()));
                sections_.pop_front();
            } else {
                return {};
            }
        }
        return {};
    }

    Result<std::size_t> read(std::span<std::uint8_t> out) {
        TRY(prepare());
        return piece_.take(out);
    }

    std::size_t ready_bytes() const { return piece_.size(); }

    /// All that there is: mostly one piece, which need not be copied.
    Result<http::Body> read_all(std::size_t length) {
        TRY(prepare());
        if (piece_.size() == length) return std::exchange(piece_, {});
        std::string content;
        content.reserve(length);
        while (content.size() < length) {
            TRY(prepare());
            if (piece_.empty())
                return fail(ErrorCode::corrupt_data, "the content ends after {} of {} bytes",
                            content.size(), length);
            content += as_text(std::exchange(piece_, {}));
        }
        return content;
    }

private:
    Result<void> start(const Section& section) {
        const auto head = as_bytes(section.head);
        piece_ = SharedBytes(Bytes(head.begin(), head.end()));
        if (section.has_content) content_ = TRY(open_(section.range));
        return {};
    }

    std::deque<Section> sections_;
    const RangeOpener open_;
    PieceReader content_;
    SharedBytes piece_;
};

std::string content_range(ByteRange range, std::uint64_t size) {
    return fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, size);
}

std::deque<Section> sections_of(const std::vector<ByteRange>& parts, std::string_view content_type,
                                std::uint64_t size) {
    std::deque<Section> sections;
    for (const auto& part : parts)
        sections.push_back({fmt::format("{}--{}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n",
                                        sections.empty() ? "" : "\r\n", boundary, content_type,
                                        content_range(part, size)),
                            part});
    sections.push_back({fmt::format("\r\n--{}--\r\n", boundary), {}, false});
    return sections;
}

std::uint64_t length_of(const std::deque<Section>& sections) {
    std::uint64_t length = 0;
    for (const auto& section : sections)
        length += section.head.size() + (section.has_content ? section.range.length : 0);
    return length;
}

}  // namespace

Result<Response> ranged_response(const Request& request, std::string_view etag,
                                 std::string_view content_type, std::uint64_t size_bytes,
                                 const RangeOpener& open) {
    const auto wanted = requested_ranges(request.headers, etag, size_bytes);
    if (wanted.kind == RangeKind::unsatisfiable) {
        auto refusal = http::text_response(416, "the range lies outside the content\n");
        refusal.headers.set("Content-Range", fmt::format("bytes */{}", size_bytes));
        return refusal;
    }
    Response response;
    response.headers.set("Content-Type", content_type);
    response.headers.set("Accept-Ranges", "bytes");
    std::deque<Section> sections;
    if (wanted.kind == RangeKind::whole) sections.push_back({"", {0, size_bytes}});
    if (wanted.kind == RangeKind::parts) {
        response.status = 206;
        if (wanted.parts.size() == 1) {
            sections.push_back({"", wanted.parts.front()});
            response.headers.set("Content-Range", content_range(wanted.parts.front(), size_bytes));
        } else {
            sections = sections_of(wanted.parts, content_type, size_bytes);
            response.headers.set("Content-Type",
                                 fmt::format("multipart/byteranges; boundary={}", boundary));
        }
    }
    const auto length = length_of(sections);
    const auto reader = std::make_shared<SectionReader>(std::move(sections), open);
    if (request.method != http::Method::head) {
        TRY(reader->prepare());
        if (length <= at_once_bytes || reader->ready_bytes() == length) {
            response.body = TRY(reader->read_all(static_cast<std::size_t>(length)));
            return response;
        }
    }
    response.body =
        http::BlockBody{.read = [reader](std::span<std::uint8_t> out) { return reader->read(out); },
                        .size_bytes = length};
    return response;
}

PieceReader piece_of(const SharedBytes& content, ByteRange range) {
    auto piece = content.part(static_cast<std::size_t>(range.offset),
                              static_cast<std::size_t>(range.length));
    return [piece = std::move(piece)]() mutable -> Result<SharedBytes> {
        return std::exchange(piece, {});
    };
}

}  // namespace carrot::ipfs
