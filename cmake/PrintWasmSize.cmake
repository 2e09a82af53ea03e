file(SIZE ${WASM} size)
get_filename_component(name ${WASM} NAME)
message(STATUS "${name}: ${size} bytes")
