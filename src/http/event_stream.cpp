#include "http/event_stream.hpp"

#include <charconv>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "http/detail/event_stream_reader.hpp"

namespace carrot::http {
namespace {

void append_field(std::string& out, std::string_view field, std::string_view value) {
    if (value.empty()) return;
    out += field;
    for (const char c : value)
        if (c != '\r' && c != '\n') out += c;
    out += '\n';
}

}  // namespace

std::string format_event(const Event& event) {
    std::string out;
    append_field(out, "id: ", event.id);
    append_field(out, "event: ", event.name);
    std::string_view rest = event.data;
    while (true) {
        const auto end = rest.find_first_of("\r\n");
        out += "data: ";
        out += rest.substr(0, end);
        out += '\n';
        if (end == rest.npos) break;
        rest.remove_prefix(rest.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    out += '\n';
    return out;
}

struct EventStream::State {
    std::size_t limit_bytes = 0;
    std::mutex mutex;
    std::condition_variable_any changed;
    std::string waiting;
    bool closed = false;
    std::function<void()> wake;
    std::stop_source gone;

    bool fits(const std::string& text) const {
        return waiting.empty() || waiting.size() + text.size() <= limit_bytes;
    }
};

EventStream::EventStream(std::size_t limit_bytes) : state_(std::make_unique<State>()) {
    state_->limit_bytes = limit_bytes;
}

EventStream::~EventStream() { state_->gone.request_stop(); }

EventStream::Push EventStream::push(const Event& event) {
    const auto text = format_event(event);
    std::function<void()> wake;
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->closed) return Push::closed;
        if (!state_->fits(text)) return Push::full;
        if (state_->waiting.empty()) wake = state_->wake;
        state_->waiting += text;
    }
    if (wake) wake();
    return Push::queued;
}

bool EventStream::push_waiting(const Event& event, std::stop_token stop) {
    const auto text = format_event(event);
    std::function<void()> wake;
    {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait(lock, stop, [&] { return state_->closed || state_->fits(text); });
        if (state_->closed || !state_->fits(text)) return false;
        if (state_->waiting.empty()) wake = state_->wake;
        state_->waiting += text;
    }
    if (wake) wake();
    return true;
}

void EventStream::close() {
    std::function<void()> wake;
    {
        const std::lock_guard lock(state_->mutex);
        state_->closed = true;
        wake = state_->wake;
    }
    state_->changed.notify_all();
    if (wake) wake();
}

std::stop_token EventStream::gone() const { return state_->gone.get_token(); }

EventStreamReader::EventStreamReader(std::shared_ptr<EventStream> stream,
                                     std::function<void()> wake)
    : stream_(std::move(stream)) {
    const std::lock_guard lock(stream_->state_->mutex);
    stream_->state_->wake = std::move(wake);
}

EventStreamReader::~EventStreamReader() {
    auto& state = *stream_->state_;
    {
        const std::lock_guard lock(state.mutex);
        state.closed = true;
        state.wake = nullptr;
        state.waiting.clear();
    }
    state.changed.notify_all();
    state.gone.request_stop();
}

EventStreamReader::Taken EventStreamReader::take() {
    auto& state = *stream_->state_;
    Taken taken;
    {
        const std::lock_guard lock(state.mutex);
        taken.text = std::exchange(state.waiting, {});
        taken.ended = state.closed;
    }
    state.changed.notify_all();
    return taken;
}

bool EventParser::feed(std::string_view text, const std::function<bool(Event)>& on_event) {
    for (const char c : text) {
        const bool second_of_pair = c == '\n' && after_carriage_return_;
        after_carriage_return_ = c == '\r';
        if (second_of_pair) continue;
        if (c != '\r' && c != '\n') {
            line_ += c;
            limit_passed_ = line_.size() + event_.data.size() > limit_bytes_;
            if (limit_passed_) return false;
            continue;
        }
        if (std::exchange(at_start_, false) && line_.starts_with("\xEF\xBB\xBF")) line_.erase(0, 3);
        const auto line = std::exchange(line_, {});
        if (!take_line(line, on_event)) return false;
    }
    return true;
}

bool EventParser::take_line(std::string_view line, const std::function<bool(Event)>& on_event) {
    if (line.empty()) {
        auto event = std::exchange(event_, {});
        event.id = last_id_;
        if (!std::exchange(has_data_, false)) return true;
        event.data.pop_back();
        return on_event(std::move(event));
    }
    const auto colon = line.find(':');
    const auto field = line.substr(0, colon);
    auto value = colon == line.npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "data") {
        event_.data += value;
        event_.data += '\n';
        has_data_ = true;
    } else if (field == "event") {
        event_.name = value;
    } else if (field == "id" && value.find('\0') == value.npos) {
        last_id_ = value;
    } else if (field == "retry") {
        std::uint32_t milliseconds = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), milliseconds);
        if (error == std::errc{} && end == value.data() + value.size())
            retry_ = std::chrono::milliseconds(milliseconds);
    }
    return true;
}

}  // namespace carrot::http
