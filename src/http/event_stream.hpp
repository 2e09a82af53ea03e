// Server-sent events (HTML Living Standard section 9.2): the sending stream and the receiving
// parser.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace carrot::http {

struct Event {
    std::string id{};    ///< empty: none; what a client sends as Last-Event-ID when it comes back
    std::string name{};  ///< empty: "message"
    std::string data{};  ///< may hold several lines
};

/// The event's text on the wire. CR and LF in id and name are left out.
std::string format_event(const Event& event);

/// A bounded queue between a producer on any thread and one client of the server. The handler
/// returns it in event_response() and the producer keeps its shared_ptr. Thread-safe.
class EventStream {
public:
    enum class Push {
        queued,
        full,    ///< the client reads too slowly and the event was not taken
        closed,  ///< the client is gone, the server stopped, or close() was called
    };

    /// `limit_bytes` bounds the text waiting to be sent; one event is always taken when none waits.
    explicit EventStream(std::size_t limit_bytes = std::size_t{1} << 20);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// Never blocks.
    Push push(const Event& event);

    /// Blocks while the queue is full; false when the stream is closed or a stop was requested.
    bool push_waiting(const Event& event, std::stop_token stop);

    /// Ends the response once what is queued has been sent.
    void close();

    /// Stop is requested as soon as the client is known to be gone, the server stops, or the
    /// response has ended: the producer's sign to end. A response that could not be sent gives it
    /// too.
    std::stop_token gone() const;

private:
    friend class EventStreamReader;
    struct State;
    std::unique_ptr<State> state_;
};

/// Takes a text/event-stream apart as it arrives.
class EventParser {
public:
    /// An event of more than `limit_bytes` is an error.
    explicit EventParser(std::size_t limit_bytes = std::size_t{1} << 20)
        : limit_bytes_(limit_bytes) {}

    /// Calls `on_event` for each event completed by `text`; false when the limit is passed, or when
    /// `on_event` returned false, which ends the parsing.
    bool feed(std::string_view text, const std::function<bool(Event)>& on_event);

    /// The id of the last event that had one.
    const std::string& last_event_id() const { return last_id_; }

    /// What the server asked for in a `retry:` field.
    std::optional<std::chrono::milliseconds> retry() const { return retry_; }

    bool limit_passed() const { return limit_passed_; }

private:
    bool take_line(std::string_view line, const std::function<bool(Event)>& on_event);

    std::size_t limit_bytes_;
    std::string line_;
    Event event_;
    bool has_data_ = false;
    bool after_carriage_return_ = false;
    bool at_start_ = true;
    bool limit_passed_ = false;
    std::string last_id_;
    std::optional<std::chrono::milliseconds> retry_;
};

}  // namespace carrot::http
