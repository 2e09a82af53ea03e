# cmake -DPROJECT=… -DPREFIX=… -DWORK=… -DCOMPILER=… -P outside_project.cmake
# builds and runs a project that knows the SDK only as a package, in two empty folders.
file(REMOVE_RECURSE ${WORK})

function(build_in folder)
  file(COPY ${PROJECT}/ DESTINATION ${folder})
  execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND ${CMAKE_COMMAND} -S ${folder} -B ${folder}/build -G Ninja
      -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_COMPILER=${COMPILER})
  execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND} --build ${folder}/build)
  execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${folder}/build/describe OUTPUT_VARIABLE described)
  if(NOT described STREQUAL "greet(somebody)\n")
    message(FATAL_ERROR "the interface as the program sees it: ${described}")
  endif()
endfunction()

build_in(${WORK}/here)
build_in("${WORK}/in a folder of another length")
file(SHA256 ${WORK}/here/build/contracts/greeter.wasm here)
file(SHA256 "${WORK}/in a folder of another length/build/contracts/greeter.wasm" there)
if(NOT here STREQUAL there)
  message(FATAL_ERROR "the contract depends on its folder")
endif()
