# cmake -DNODE=node -DSCRIPT=generator.mjs -DGOLDEN=file -P compare_golden.cmake
execute_process(COMMAND ${NODE} ${SCRIPT}
  OUTPUT_VARIABLE made ERROR_VARIABLE complaint RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SCRIPT} failed (run `npm ci` in tests/js first):\n${complaint}")
endif()
file(READ ${GOLDEN} golden)
if(NOT made STREQUAL golden)
  message(FATAL_ERROR "${GOLDEN} is not what ${SCRIPT} prints: regenerate it and see what changed")
endif()
