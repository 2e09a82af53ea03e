# Files that come with crates, in the versions that the host room's Cargo.lock names, so that all sides
# speak the same protocol. Cargo knows where it keeps them.
#
# carrot_crate_file(VARIABLE CRATE PATH) sets the cache entry VARIABLE to the file's full name.

find_program(CARROT_CARGO cargo HINTS $ENV{HOME}/.cargo/bin)
if(NOT CARROT_CARGO)
  message(FATAL_ERROR "the host room needs Rust's cargo, 1.88 or newer: install it from "
    "https://rustup.rs or, on Debian 12, with apt-get install rustc-web cargo-web")
endif()

function(carrot_crate_file variable crate path)
  set(lock ${CMAKE_SOURCE_DIR}/host/Cargo.lock)
  if(EXISTS "${${variable}}" AND NOT ${lock} IS_NEWER_THAN ${CMAKE_BINARY_DIR}/CMakeCache.txt)
    return()
  endif()
  message(STATUS "Asking cargo for the crate ${crate}")
  execute_process(
    COMMAND ${CARROT_CARGO} metadata --locked --format-version 1
      --manifest-path ${CMAKE_SOURCE_DIR}/host/Cargo.toml
    OUTPUT_VARIABLE metadata COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "\"manifest_path\":\"([^\"]*/${crate}-[0-9][^\"/]*)/Cargo.toml\"" _ "${metadata}")
  set(file ${CMAKE_MATCH_1}/${path})
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "the crate ${crate} has no ${path}")
  endif()
  set(${variable} ${file} CACHE FILEPATH "${path} of the crate ${crate}" FORCE)
endfunction()
