# Rooms: folder = namespace = CMake target, layered.
#
# carrot_layers(ROOM...) names the rooms bottom-up, once.
#
# carrot_room(NAME [DIRECTORY dir] SOURCES file... [USES room...] [LIBRARIES target...])
# makes the library `carrot_NAME` (alias `carrot::NAME`). A room that names, in USES, a room not below
# it stops the configuration. Each room's headers are reachable only as "NAME/file.hpp" and only for
# targets that link the room, so an #include that skips the layering doesn't compile either.
# LIBRARIES are third-party and stay private; PUBLIC_LIBRARIES reach the room's users too.

function(carrot_layers)
  set_property(GLOBAL PROPERTY CARROT_LAYERS ${ARGN})
endfunction()

function(carrot_check_layering name)
  get_property(layers GLOBAL PROPERTY CARROT_LAYERS)
  list(FIND layers ${name} own)
  if(own EQUAL -1)
    message(FATAL_ERROR "room '${name}' is not in carrot_layers() of the root CMakeLists.txt")
  endif()
  foreach(used IN LISTS ARGN)
    list(FIND layers ${used} index)
    if(index EQUAL -1)
      message(FATAL_ERROR "room '${name}' uses '${used}', which is not a room")
    elseif(NOT index LESS own)
      message(FATAL_ERROR "layering: room '${name}' may not use '${used}', which is not below it")
    endif()
  endforeach()
endfunction()

# Links <build>/rooms/NAME/NAME to the room's folder: the include path of this one room.
function(carrot_room_include_directory out name directory)
  set(root ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${directory} ${root}/${name} SYMBOLIC)
  set(${out} ${root} PARENT_SCOPE)
endfunction()

function(carrot_room name)
  cmake_parse_arguments(ARG "" "DIRECTORY" "SOURCES;USES;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "carrot_room(${name}): unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ARG_DIRECTORY)
    set(ARG_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  carrot_check_layering(${name} ${ARG_USES})
  carrot_room_include_directory(include ${name} ${ARG_DIRECTORY})

  if(ARG_SOURCES)
    add_library(carrot_${name} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(carrot_${name} PRIVATE carrot_flags ${ARG_LIBRARIES})
  else()
    add_library(carrot_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(carrot::${name} ALIAS carrot_${name})
  target_include_directories(carrot_${name} ${scope} ${include})
  list(TRANSFORM ARG_USES PREPEND carrot_)
  target_link_libraries(carrot_${name} ${scope} ${ARG_USES} ${ARG_PUBLIC_LIBRARIES})
endfunction()

# carrot_tests(ROOM SOURCES file... [USES room...] [LIBRARIES target...] [DEFINITIONS NAME=value...])
# makes the GoogleTest program `carrot_ROOM_tests`; every TEST is one ctest entry named ROOM.Suite.Case.
# With ONE_PROCESS the program is one entry named ROOM, so that its tests share what is slow to start.
function(carrot_tests name)
  cmake_parse_arguments(ARG "ONE_PROCESS" "TIMEOUT_S" "SOURCES;USES;LIBRARIES;DEFINITIONS" ${ARGN})
  if(NOT ARG_TIMEOUT_S)
    set(ARG_TIMEOUT_S 120)
  endif()
  set(target carrot_${name}_tests)
  add_executable(${target} ${ARG_SOURCES})
  list(TRANSFORM ARG_USES PREPEND carrot_)
  target_link_libraries(${target} PRIVATE carrot_flags ${ARG_USES} ${ARG_LIBRARIES}
    GTest::gmock GTest::gtest_main)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE ${ARG_DEFINITIONS}
    CARROT_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CARROT_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(ARG_ONE_PROCESS)
    add_test(NAME ${name} COMMAND ${target})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT_S})
    return()
  endif()
  gtest_discover_tests(${target} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${ARG_TIMEOUT_S})
endfunction()
