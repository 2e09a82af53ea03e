file(READ ${WASM} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT} "#include \"contracts/wasm.hpp\"

namespace carrot::contracts {

std::span<const std::uint8_t> ${NAME}_wasm() {
    static constexpr std::uint8_t bytes[] = {${bytes}};
    return bytes;
}

}  // namespace carrot::contracts
")
