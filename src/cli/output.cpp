#include "cli/output.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>

#include "base/posix.hpp"
#include "base/utf8.hpp"

namespace carrot::cli {
namespace {

bool is_terminal(std::FILE* stream) {
    int descriptor = fileno(stream);
    return descriptor >= 0 && isatty(descriptor) == 1;
}

bool wants_colours(std::FILE* stream, Colour colour) {
    if (colour != Colour::automatic) return colour == Colour::always;
    const char* no_color = std::getenv("NO_COLOR");  // no-color.org
    const char* term = std::getenv("TERM");
    bool refused = no_color != nullptr && *no_color != '\0';
    bool dumb = term != nullptr && std::string_view{term} == "dumb";
    return is_terminal(stream) && !refused && !dumb;
}

bool put(std::FILE* stream, std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stream) == text.size() &&
           std::fflush(stream) == 0;
}

// JSON is UTF-8 (RFC 8259 section 8.1); names of files need not be.
std::string to_line(const boost::json::value& document) {
    return to_utf8(boost::json::serialize(document)) + '\n';
}

}  // namespace

Output::Output(Streams streams, Format format, Colour colour)
    : streams_(streams),
      format_(format),
      results_on_terminal_(is_terminal(streams.out)),
      notes_on_terminal_(is_terminal(streams.err)),
      paint_(wants_colours(streams.out, colour)),
      note_paint_(wants_colours(streams.err, colour)) {}

void Output::show(const boost::json::value& document, std::string_view text) {
    shown_ = true;
    if (format_ == Format::json) {
        put_result(to_line(document));
    } else {
        put_result(text);
        if (!text.empty() && !text.ends_with('\n')) put_result("\n");
    }
}

void Output::write_text(std::string_view line) {
    if (format_ == Format::text) put_result(std::string{line} + '\n');
}

void Output::write_note(std::string_view line) {
    clear_passing();
    put(streams_.err, std::string{line} + '\n');
}

void Output::put_result(std::string_view text) {
    if (put(streams_.out, text) || lost_) return;
    lost_ = errno == EPIPE ? Error{ErrorCode::cancelled, "standard output was closed"}
                           : system_failure("write", "standard output").error();
}

void Output::stream(std::string_view text) {
    const bool results = format_ == Format::text;
    auto* target = results ? streams_.out : streams_.err;
    const auto harmless = is_terminal(target) ? printable(text, Lines::many) : std::string{text};
    if (results)
        put_result(harmless);
    else
        put(target, harmless);
}

Result<void> Output::write(BytesView content) {
    const auto text = as_text(content);
    if (results_on_terminal_)
        put_result(printable(text, Lines::many));
    else
        put_result(text);
    return delivered();
}

Result<void> Output::delivered() const {
    if (lost_) return std::unexpected(*lost_);
    return {};
}

void Output::show_error(const Error& error) {
    const bool unwanted = lost_ && lost_->code == ErrorCode::cancelled;
    if (unwanted && error.code == ErrorCode::cancelled) return;
    if (format_ == Format::json && !shown_) {
        boost::json::object document{{"error",
                                      {{"code", name_of(error.code)},
                                       {"exit_code", static_cast<int>(error.code)},
                                       {"message", error.message}}}};
        put(streams_.out, to_line(document));
    }
    clear_passing();
    put(streams_.err,
        fmt::format("{} {}\n", note_paint_(Ink::red, "error:"), printable(error.message)));
}

void Output::show_passing(std::string_view text) {
    if (notes_on_terminal_) put(streams_.err, fmt::format("\r\033[K{}", text));
}

void Output::clear_passing() { show_passing(""); }

Step::Step(Output& output, std::string_view doing)
    : output_(output), started_(std::chrono::steady_clock::now()) {
    output_.show_passing(output_.note_paint()(Ink::dim, fmt::format("  · {} …", doing)));
}

Step::~Step() {
    if (open_) output_.clear_passing();
}

void Step::done(std::string_view reached) {
    auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - started_);
    const auto& paint = output_.note_paint();
    output_.note("  {} {}  {}", paint(Ink::green, "✓"), reached, paint(Ink::dim, to_text(taken)));
    open_ = false;
}

}  // namespace carrot::cli
