// The custom sections of a wasm module, as tools find them.
#pragma once

#include <stdexcept>
#include <string_view>

#include "base/bytes.hpp"

namespace carrot::contracts::test {

class WasmReader {
public:
    explicit WasmReader(BytesView bytes) : rest_(bytes) {}

    bool at_end() const { return rest_.empty(); }
    BytesView rest() const { return rest_; }
    BytesView take(std::size_t count) {
        if (count > rest_.size()) throw std::runtime_error("the wasm ends early");
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    std::uint32_t leb128() {
        std::uint32_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = take(1)[0];
            value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0) return value;
        }
    }

private:
    BytesView rest_;
};

/// The content of the one custom section of this name; throws where there is none, or two.
inline BytesView custom_section(BytesView wasm, std::string_view name) {
    BytesView found;
    WasmReader module(wasm);
    module.take(8);  // magic and version
    while (!module.at_end()) {
        const auto id = module.take(1)[0];
        WasmReader section(module.take(module.leb128()));
        if (id != 0 || as_text(section.take(section.leb128())) != name) continue;
        if (found.data() != nullptr) throw std::runtime_error("two sections of one name");
        found = section.rest();
    }
    if (found.data() == nullptr) throw std::runtime_error("no such section");
    return found;
}

}  // namespace carrot::contracts::test
