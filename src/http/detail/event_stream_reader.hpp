// The server's end of an EventStream.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/event_stream.hpp"

namespace carrot::http {

class EventStreamReader {
public:
    /// `wake` is called from producers' threads, without a lock held, when take() has something
    /// new.
    EventStreamReader(std::shared_ptr<EventStream> stream, std::function<void()> wake);

    /// Tells the producer that the response is over.
    ~EventStreamReader();
    EventStreamReader(const EventStreamReader&) = delete;
    EventStreamReader& operator=(const EventStreamReader&) = delete;

    struct Taken {
        std::string text;    ///< all that waited
        bool ended = false;  ///< nothing follows
    };
    Taken take();

private:
    std::shared_ptr<EventStream> stream_;
};

}  // namespace carrot::http
