// sandbox: runs a stranger's program in a container that can do nothing but compute. One interface
// to a container engine, one security profile for every job, one way to get the output out.
//
//   auto engine = TRY(find_engine({.private_directory = folder / "engine"}, stop));
//   auto id = TRY(engine.client().create_container(sealed_container(job)));  // sandbox/profile.hpp
//   auto output = TRY(engine.client().attach(id));                           // before start
//   TRY(engine.client().start(id));
//   while (auto chunk = TRY(output->next(stop))) keep(*chunk);
//   ContainerState end = TRY(engine.client().wait(id, stop));
//   TRY(engine.client().copy_out(id, "/output", folder / "result", {}, stop));
#pragma once

#include "sandbox/container_engine.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/engine_search.hpp"
#include "sandbox/gpu.hpp"
#include "sandbox/output_folder.hpp"
#include "sandbox/private_engine.hpp"
#include "sandbox/profile.hpp"
