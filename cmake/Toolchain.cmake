# Flags, sanitizers, ccache and the linker, the same for every native target.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

find_program(CARROT_CCACHE ccache)
if(CARROT_CCACHE)
  # base_dir makes a second clone hit the cache of the first.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=time_macros,include_file_mtime,include_file_ctime ${CARROT_CCACHE})
endif()

add_library(carrot_flags INTERFACE)
target_compile_options(carrot_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wnull-dereference -Wimplicit-fallthrough -Werror
  -Wno-gnu-statement-expression-from-macro-expansion  # TRY
  -fstack-protector-strong)
target_link_libraries(carrot_flags INTERFACE Threads::Threads)

find_program(CARROT_MOLD mold)
if(CARROT_MOLD)
  target_link_options(carrot_flags INTERFACE -fuse-ld=mold)
endif()

if(CARROT_SANITIZE)
  target_compile_options(carrot_flags INTERFACE -fsanitize=${CARROT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(carrot_flags INTERFACE -fsanitize=${CARROT_SANITIZE})
endif()
