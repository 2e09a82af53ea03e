# Soroban contracts in C++.
#
# add_soroban_contract(NAME INTERFACE "room/header.hpp" TYPE ns::Contract SOURCES file...)
# builds <build>/contracts/NAME.wasm: a native generator reads the declaration (soroban/declare.hpp)
# and writes the exports and the custom sections; clang compiles those and SOURCES to wasm. The
# result depends on the sources and the compiler alone, not on folders or time; its size is printed.
#
# add_contract_wasm(TARGET NAME...) makes the library TARGET, which carries the bytes of these
# contracts: `#include "contracts/wasm.hpp"`.

# Clang's default wasm CPU has features that the network refuses.
set(SOROBAN_COMPILE_FLAGS
  --target=wasm32-unknown-unknown -mcpu=mvp -mbulk-memory -msign-ext -mmutable-globals
  -std=c++23 -Os -ffreestanding -fno-exceptions -fno-rtti
  -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Werror)
set(SOROBAN_LINK_FLAGS
  --target=wasm32-unknown-unknown -nostdlib
  -Wl,--no-entry -Wl,--strip-all -Wl,--lto-O2 -Wl,--stack-first -Wl,-z,stack-size=8192)

function(add_soroban_contract name)
  cmake_parse_arguments(ARG "" "INTERFACE;TYPE" "SOURCES" ${ARGN})
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(wasm ${CMAKE_BINARY_DIR}/contracts/${name}.wasm)
  file(MAKE_DIRECTORY ${work} ${CMAKE_BINARY_DIR}/contracts)

  set(CONTRACT_INTERFACE ${ARG_INTERFACE})
  set(CONTRACT_TYPE ${ARG_TYPE})
  configure_file(${CMAKE_SOURCE_DIR}/soroban/native/generator_main.cpp.in ${work}/generator.cpp @ONLY)
  add_executable(generate_${name} ${work}/generator.cpp)
  target_link_libraries(generate_${name} PRIVATE carrot_flags carrot_contracts)

  set(header ${CMAKE_BINARY_DIR}/rooms/contracts/${ARG_INTERFACE})
  add_custom_command(OUTPUT ${work}/exports.cpp
    COMMAND generate_${name} ${header} ${work}/exports.cpp sdk soroban-cpp/${PROJECT_VERSION}
    DEPENDS generate_${name} ${header}
    COMMENT "Contract ${name}: exports and spec")

  set(objects)
  foreach(source IN LISTS ARG_SOURCES ITEMS ${work}/exports.cpp)
    get_filename_component(source ${source} ABSOLUTE)
    get_filename_component(stem ${source} NAME_WE)
    set(object ${work}/${stem}.o)
    add_custom_command(OUTPUT ${object}
      COMMAND ${CMAKE_CXX_COMPILER} ${SOROBAN_COMPILE_FLAGS} -flto
        -I${CMAKE_BINARY_DIR}/rooms/soroban -I${CMAKE_BINARY_DIR}/rooms/contracts
        -MD -MF ${object}.d -c ${source} -o ${object}
      DEPENDS ${source} DEPFILE ${object}.d
      COMMENT "Contract ${name}: ${stem}.cpp to wasm")
    list(APPEND objects ${object})
  endforeach()

  add_custom_command(OUTPUT ${wasm}
    COMMAND ${CMAKE_CXX_COMPILER} ${SOROBAN_LINK_FLAGS} -flto ${objects} -o ${wasm}
    COMMAND ${CMAKE_COMMAND} -DWASM=${wasm} -P ${CMAKE_SOURCE_DIR}/cmake/PrintWasmSize.cmake
    DEPENDS ${objects}
    COMMENT "Contract ${name}: linking")
  add_custom_target(${name}_wasm ALL DEPENDS ${wasm})
endfunction()

function(add_contract_wasm target)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(declarations)
  set(sources)
  foreach(name IN LISTS ARGN)
    string(APPEND declarations "\n/// ${name}.wasm, as it is uploaded.\n")
    string(APPEND declarations "std::span<const std::uint8_t> ${name}_wasm();\n")
    add_custom_command(OUTPUT ${generated}/${name}.cpp
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DWASM=${CMAKE_BINARY_DIR}/contracts/${name}.wasm
        -DOUTPUT=${generated}/${name}.cpp -P ${CMAKE_SOURCE_DIR}/cmake/EmbedWasm.cmake
      DEPENDS ${CMAKE_BINARY_DIR}/contracts/${name}.wasm ${CMAKE_SOURCE_DIR}/cmake/EmbedWasm.cmake
      COMMENT "Contract ${name}: embedding")
    list(APPEND sources ${generated}/${name}.cpp)
  endforeach()
  file(CONFIGURE OUTPUT ${generated}/contracts/wasm.hpp @ONLY CONTENT
"// The contracts, built and ready for deployment.
#pragma once

#include <cstdint>
#include <span>

namespace carrot::contracts {
@declarations@
}  // namespace carrot::contracts
")
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PRIVATE carrot_flags)
  target_include_directories(${target} PUBLIC ${generated})
endfunction()
