// A response that comes later: the handler returns at once, its thread is free, and the client
// waits until somebody sets what it gets.
//
//   auto later = std::make_shared<PendingResponse>();
//   start_work([later](Answer answer) { later->set(json_response(200, to_json(answer))); });
//   return {.pending = later};
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "http/message.hpp"

namespace carrot::http {

/// Thread-safe. A client that leaves, or a server that stops, waits no longer: what is set then is
/// dropped, and nobody is told; the work goes on unless its owner ends it.
class PendingResponse {
public:
    PendingResponse();
    ~PendingResponse();
    PendingResponse(const PendingResponse&) = delete;
    PendingResponse& operator=(const PendingResponse&) = delete;

    /// The first one counts. Its own `pending` is ignored.
    void set(Response response);

    /// For the server: `wake` is called once, from any thread, when there is something to take.
    void on_set(std::function<void()> wake);
    std::optional<Response> take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace carrot::http
