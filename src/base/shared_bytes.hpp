// Bytes that several hold, without a copy for each.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "base/bytes.hpp"

namespace carrot {

/// A view of bytes, and what keeps them alive. Copies are cheap and see the same bytes.
class SharedBytes {
public:
    SharedBytes() = default;
    explicit SharedBytes(Bytes bytes) {
        auto held = std::make_shared<const Bytes>(std::move(bytes));
        view_ = *held;
        owner_ = std::move(held);
    }
    /// `view` lies in what `owner` holds, and does not change.
    SharedBytes(std::shared_ptr<const void> owner, BytesView view)
        : owner_(std::move(owner)), view_(view) {}

    BytesView view() const { return view_; }
    operator BytesView() const { return view_; }  // NOLINT(*-explicit-*): wherever bytes are read
    auto begin() const { return view_.begin(); }
    auto end() const { return view_.end(); }
    std::size_t size() const { return view_.size(); }
    bool empty() const { return view_.empty(); }

    /// Bytes of these; both must lie within.
    SharedBytes part(std::size_t offset, std::size_t length) const {
        return {owner_, view_.subspan(offset, length)};
    }

    /// Copies the first of them to the front of `out`, as many as it holds, and leaves the rest.
    std::size_t take(std::span<std::uint8_t> out) {
        const auto count = std::min(out.size(), view_.size());
        std::ranges::copy(view_.first(count), out.begin());
        view_ = view_.subspan(count);
        return count;
    }

private:
    std::shared_ptr<const void> owner_;
    BytesView view_;
};

}  // namespace carrot
