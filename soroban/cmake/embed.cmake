# cmake -DNAME=… -DWASM=… -DHEADER=… -DNAMESPACE=… -DOUTPUT=… -P embed.cmake
# writes the source of one contract's bytes.
file(READ ${WASM} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace ${NAMESPACE} {

std::span<const std::uint8_t> ${NAME}_wasm() {
    static constexpr std::uint8_t bytes[] = {${bytes}};
    return bytes;
}

}  // namespace ${NAMESPACE}
")
