# Soroban contracts in C++.
#
# add_soroban_contract(NAME INTERFACE header TYPE ns::Contract SOURCES file...
#                      [INCLUDE_DIRECTORIES dir...] [PROTOCOL number])
# builds <build>/contracts/NAME.wasm: a generator reads the declaration (soroban/declare.hpp) and
# writes the exports and the custom sections; clang compiles those and SOURCES to wasm; the result is
# checked against the network's rules, and its size is printed. It depends on the sources and the
# compiler alone, not on folders or time: two builds are equal bit by bit. PROTOCOL is the ledger
# protocol that the contract asks for; the default has constructors.
#
# soroban_embed(TARGET HEADER dir/file.hpp NAMESPACE ns CONTRACTS NAME...)
# makes the library TARGET, which carries the bytes of these contracts: std::span ns::NAME_wasm().

find_package(Python3 REQUIRED COMPONENTS Interpreter)
# Contracts and generators are compiled by clang, whatever compiles the rest of a project.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 19)
  set(SOROBAN_CLANG ${CMAKE_CXX_COMPILER} CACHE FILEPATH "clang++ 19 or newer, for contracts")
else()
  function(soroban_is_clang_19 out candidate)
    execute_process(COMMAND ${candidate} -dumpversion OUTPUT_VARIABLE version ERROR_QUIET)
    if(version VERSION_LESS 19)
      set(${out} FALSE PARENT_SCOPE)
    endif()
  endfunction()
  find_program(SOROBAN_CLANG NAMES clang++-21 clang++-20 clang++-19 clang++
    VALIDATOR soroban_is_clang_19 DOC "clang++ 19 or newer, for contracts")
  if(NOT SOROBAN_CLANG)
    message(FATAL_ERROR "contracts need clang++ 19 or newer: install clang-19 and lld-19, or say where it "
      "is with -DSOROBAN_CLANG=…")
  endif()
endif()

# Clang's default wasm CPU has features that the network refuses.
set(SOROBAN_COMPILE_FLAGS
  --target=wasm32-unknown-unknown -mcpu=mvp -mbulk-memory -msign-ext -mmutable-globals
  -std=c++23 -Os -ffreestanding -fno-exceptions -fno-rtti
  -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Werror)
set(SOROBAN_LINK_FLAGS
  --target=wasm32-unknown-unknown -nostdlib
  -Wl,--no-entry -Wl,--strip-all -Wl,--lto-O2 -Wl,--stack-first -Wl,-z,stack-size=8192)
set(SOROBAN_DEFAULT_PROTOCOL 22)
set(SOROBAN_CMAKE_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})

function(soroban_include_flags out)
  set(directories ${SOROBAN_INCLUDE_DIRECTORIES} ${ARGN})
  list(TRANSFORM directories PREPEND -I)
  set(${out} ${directories} PARENT_SCOPE)
endfunction()

# The exports and sections of a contract, as C++ that is compiled into it.
function(soroban_generate_exports name interface type includes protocol output)
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(CONTRACT_INTERFACE ${interface})
  set(CONTRACT_TYPE ${type})
  configure_file(${SOROBAN_CMAKE_DIRECTORY}/generator.cpp.in ${work}/generator.cpp @ONLY)
  add_custom_command(OUTPUT ${work}/generator
    COMMAND ${SOROBAN_CLANG} -std=c++23 -O0 ${includes}
      -MD -MF ${work}/generator.d -MT ${work}/generator ${work}/generator.cpp -o ${work}/generator
    DEPENDS ${work}/generator.cpp DEPFILE ${work}/generator.d
    COMMENT "Contract ${name}: reading its declaration")
  add_custom_command(OUTPUT ${output}
    COMMAND ${work}/generator ${interface} ${output} ${protocol} sdk soroban-cpp/${SOROBAN_VERSION}
    DEPENDS ${work}/generator ${interface}
    COMMENT "Contract ${name}: exports and spec")
endfunction()

function(add_soroban_contract name)
  cmake_parse_arguments(ARG "" "INTERFACE;TYPE;PROTOCOL" "SOURCES;INCLUDE_DIRECTORIES" ${ARGN})
  if(NOT ARG_INTERFACE OR NOT ARG_TYPE OR NOT ARG_SOURCES)
    message(FATAL_ERROR "add_soroban_contract(${name}): give INTERFACE, TYPE and SOURCES")
  endif()
  if(NOT ARG_PROTOCOL)
    set(ARG_PROTOCOL ${SOROBAN_DEFAULT_PROTOCOL})
  endif()
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(wasm ${CMAKE_BINARY_DIR}/contracts/${name}.wasm)
  file(MAKE_DIRECTORY ${work} ${CMAKE_BINARY_DIR}/contracts)
  get_filename_component(interface ${ARG_INTERFACE} ABSOLUTE)
  list(APPEND ARG_INCLUDE_DIRECTORIES ${CMAKE_CURRENT_SOURCE_DIR})
  soroban_include_flags(includes ${ARG_INCLUDE_DIRECTORIES})
  soroban_generate_exports(${name} ${interface} ${ARG_TYPE} "${includes}" ${ARG_PROTOCOL} ${work}/exports.cpp)

  set(objects)
  foreach(source IN LISTS ARG_SOURCES ITEMS ${work}/exports.cpp)
    get_filename_component(source ${source} ABSOLUTE)
    get_filename_component(stem ${source} NAME_WE)
    set(object ${work}/${stem}.o)
    add_custom_command(OUTPUT ${object}
      COMMAND ${SOROBAN_CLANG} ${SOROBAN_COMPILE_FLAGS} -flto ${includes}
        -MD -MF ${object}.d -c ${source} -o ${object}
      DEPENDS ${source} ${SOROBAN_GENERATED} DEPFILE ${object}.d
      COMMENT "Contract ${name}: ${stem}.cpp to wasm")
    list(APPEND objects ${object})
  endforeach()

  set(checker ${SOROBAN_CMAKE_DIRECTORY}/check_contract.py)
  add_custom_command(OUTPUT ${wasm}
    COMMAND ${SOROBAN_CLANG} ${SOROBAN_LINK_FLAGS} -flto ${objects} -o ${wasm}.unchecked
    COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
      ${Python3_EXECUTABLE} ${checker} ${SOROBAN_ENV_JSON} ${wasm}.unchecked
    COMMAND ${CMAKE_COMMAND} -E rename ${wasm}.unchecked ${wasm}
    DEPENDS ${objects} ${checker}
    COMMENT "Contract ${name}: linking")
  add_custom_target(${name}_wasm ALL DEPENDS ${wasm})
endfunction()

function(soroban_embed target)
  cmake_parse_arguments(ARG "" "HEADER;NAMESPACE" "CONTRACTS" ${ARGN})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(declarations)
  set(sources)
  foreach(name IN LISTS ARG_CONTRACTS)
    string(APPEND declarations "\n/// ${name}.wasm, as it is uploaded.\n")
    string(APPEND declarations "std::span<const std::uint8_t> ${name}_wasm();\n")
    set(wasm ${CMAKE_BINARY_DIR}/contracts/${name}.wasm)
    add_custom_command(OUTPUT ${generated}/${name}.cpp
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DWASM=${wasm} -DHEADER=${ARG_HEADER}
        -DNAMESPACE=${ARG_NAMESPACE} -DOUTPUT=${generated}/${name}.cpp
        -P ${SOROBAN_CMAKE_DIRECTORY}/embed.cmake
      DEPENDS ${name}_wasm ${wasm} ${SOROBAN_CMAKE_DIRECTORY}/embed.cmake
      COMMENT "Contract ${name}: embedding")
    list(APPEND sources ${generated}/${name}.cpp)
  endforeach()
  file(CONFIGURE OUTPUT ${generated}/${ARG_HEADER} @ONLY CONTENT
"// Contracts, built and ready for deployment.
#pragma once

#include <cstdint>
#include <span>

namespace @ARG_NAMESPACE@ {
@declarations@
}  // namespace @ARG_NAMESPACE@
")
  add_library(${target} STATIC ${sources})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC ${generated})
endfunction()
