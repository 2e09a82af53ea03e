// http: one server, one client, and the JSON they carry. Nothing else in Carrot speaks HTTP, and no
// other room includes Beast or Asio.
//
//   Router router;                                               // http/router.hpp
//   router.route(Method::get, "/jobs/{id}", [&](const Request& request) {
//       return json_response(200, to_json(job(request.path_parameter("id"))));  // http/json.hpp
//   });
//   auto server = TRY(Server::start(std::move(router), {.port = 3001}));         // http/server.hpp
//
//   Client client;                                               // http/client.hpp
//   auto answer = TRY(client.get("http://127.0.0.1:3001/jobs/7"));
//   auto job = TRY(from_json_text<Job>(answer.body));
//
// Also: server-sent events (http/event_stream.hpp), responses that come later
// (http/pending_response.hpp), URLs (http/url.hpp), JSON-RPC 2.0
// (http/json_rpc.hpp).
#pragma once

#include "http/client.hpp"
#include "http/event_stream.hpp"
#include "http/json.hpp"
#include "http/json_rpc.hpp"
#include "http/message.hpp"
#include "http/pending_response.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/url.hpp"
