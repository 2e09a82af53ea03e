# cmake -D CARGO=… -D CXX=… -D TARGET_DIR=… -D LIBRARY=… -P build_rust.cmake
# builds the Rust library in the shared TARGET_DIR and copies it to LIBRARY. The lock keeps another
# clone from replacing it in between.

file(LOCK ${TARGET_DIR}/carrot-host.lock GUARD PROCESS)
set(ENV{CXX} ${CXX})
execute_process(
  COMMAND ${CARGO} build --quiet --release --locked --target-dir ${TARGET_DIR} --package carrot-host
  COMMAND_ERROR_IS_FATAL ANY)
file(COPY_FILE ${TARGET_DIR}/release/libcarrot_host_rust.a ${LIBRARY})
