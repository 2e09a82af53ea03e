// ipfs: content-addressed files. A result is put into a ResultStore and named by its CID; anybody
// who has the CID can read it back and see that it is the same, whoever served the blocks.
//
//   auto store = TRY(open_embedded_store(folder));                       // ipfs/result_store.hpp
//   Cid cid = TRY(store->put_directory(output, {.name = "job 17"}, stop));
//   Bytes text = TRY(read_content(store->blocks(), {cid, {"stdout.txt"}}, 1 << 20));  // reader.hpp
//   add_gateway_routes(router, store->blocks());                         // ipfs/gateway.hpp
#pragma once

#include "ipfs/cid.hpp"
#include "ipfs/content_path.hpp"
#include "ipfs/gateway.hpp"
#include "ipfs/pinning_service.hpp"
#include "ipfs/reader.hpp"
#include "ipfs/result_store.hpp"
