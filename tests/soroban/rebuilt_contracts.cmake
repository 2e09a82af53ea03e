# cmake -DROOT=… -DPROJECT=… -DPREFIX=… -DWORK=… -DCOMPILER=… -DBUILT=… -P rebuilt_contracts.cmake
# builds copies of the contracts in another folder; they must equal those in BUILT bit by bit.
file(REMOVE_RECURSE ${WORK})
file(COPY ${ROOT}/soroban/examples ${ROOT}/contracts DESTINATION ${WORK}/sources)
execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${WORK}/build -G Ninja -DSOURCES=${WORK}/sources
    -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_COMPILER=${COMPILER})
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND} --build ${WORK}/build)

file(GLOB rebuilt ${WORK}/build/contracts/*.wasm)
list(LENGTH rebuilt count)
if(count LESS 11)
  message(FATAL_ERROR "only ${count} contracts were built")
endif()
foreach(wasm IN LISTS rebuilt)
  get_filename_component(name ${wasm} NAME)
  file(SHA256 ${wasm} here)
  file(SHA256 ${BUILT}/${name} there)
  if(NOT here STREQUAL there)
    message(FATAL_ERROR "${name} depends on its folder: ${here} and ${there}")
  endif()
endforeach()
