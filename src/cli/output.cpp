#include "cli/output.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "base/posix.hpp"

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

void put(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
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
    if (format_ == Format::json) {
        put(streams_.out, boost::json::serialize(document) + '\n');
    } else {
        put(streams_.out, text);
        if (!text.empty() && !text.ends_with('\n')) put(streams_.out, "\n");
    }
}

void Output::write_text(std::string_view line) {
    if (format_ == Format::text) put(streams_.out, std::string{line} + '\n');
}

void Output::write_note(std::string_view line) {
    clear_passing();
    put(streams_.err, std::string{line} + '\n');
}

void Output::stream(std::string_view text) {
    auto* target = format_ == Format::json ? streams_.err : streams_.out;
    put(target, is_terminal(target) ? printable(text, Lines::many) : std::string{text});
}

Result<void> Output::write(BytesView content) {
    const auto text = as_text(content);
    if (results_on_terminal_)
        put(streams_.out, printable(text, Lines::many));
    else if (std::fwrite(text.data(), 1, text.size(), streams_.out) != text.size())
        return system_failure("write", "standard output");
    if (std::fflush(streams_.out) != 0) return system_failure("write", "standard output");
    return {};
}

void Output::show_error(const Error& error) {
    if (format_ == Format::json) {
        boost::json::object document{{"error",
                                      {{"code", name_of(error.code)},
                                       {"exit_code", static_cast<int>(error.code)},
                                       {"message", error.message}}}};
        put(streams_.out, boost::json::serialize(document) + '\n');
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
