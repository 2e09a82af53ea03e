// What a stranger may hand out as a private result: an age file to its reader, in pieces; and an
// archive, which is only as honest as who encrypted it. Keys in text have one form.
#include <algorithm>

#include "age/age.hpp"
#include "fuzz/fuzzer.hpp"
#include "sandbox/tar_parser.hpp"

namespace carrot::age {
namespace {

/// Holds the parser to what it says of each entry.
class Counter final : public sandbox::TarVisitor {
public:
    Result<void> begin_entry(const sandbox::TarEntry& entry) override {
        PROMISE(!open_);
        open_ = true;
        left_ = entry.size_bytes;
        return {};
    }
    Result<void> content(BytesView piece) override {
        PROMISE(open_ && piece.size() <= left_);
        left_ -= piece.size();
        return {};
    }
    Result<void> end_entry() override {
        PROMISE(open_ && left_ == 0);
        open_ = false;
        return {};
    }
    bool is_open() const { return open_; }

private:
    bool open_ = false;
    std::uint64_t left_ = 0;
};

template <class Reader>
bool reads(Reader&& read, BytesView bytes) {
    // The first byte says how long the pieces are.
    const std::size_t piece_size = bytes.empty() ? 1 : std::size_t{bytes[0]} * 7 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += piece_size)
        if (!read(bytes.subspan(at, std::min(piece_size, bytes.size() - at)))) return false;
    return true;
}

void read_file(BytesView bytes) {
    Decryptor decryptor(Identity(std::array<std::uint8_t, 32>{7}),
                        [](BytesView) -> Result<void> { return {}; });
    if (reads([&](BytesView piece) { return decryptor.write(piece).has_value(); }, bytes))
        static_cast<void>(decryptor.finish().has_value());
}

void read_archive(BytesView bytes) {
    Counter counter;
    sandbox::TarParser parser(counter);
    if (reads([&](BytesView piece) { return parser.feed(piece).has_value(); }, bytes) &&
        parser.finish())
        PROMISE(!counter.is_open());
}

void read_keys(std::string_view text) {
    if (const auto recipient = Recipient::parse(text)) PROMISE(recipient->to_string() == text);
    if (const auto identity = Identity::parse(text)) PROMISE(identity->reveal() == text);
}

}  // namespace
}  // namespace carrot::age

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const carrot::BytesView bytes(data, size);
    carrot::age::read_file(bytes);
    carrot::age::read_archive(bytes);
    carrot::age::read_keys(carrot::as_text(bytes));
    return 0;
}
