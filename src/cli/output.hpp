// Where a command's results and its progress go.
#pragma once

#include <fmt/format.h>

#include <boost/json/fwd.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "cli/cli.hpp"
#include "cli/text.hpp"

namespace carrot::cli {

enum class Format { text, json };
enum class Colour { automatic, always, never };

/// Results go to stdout: text for people, or with --json one document for programs. Progress goes
/// to stderr, so that results can be piped. Colours only on a terminal, and not with NO_COLOR.
class Output {
public:
    Output(Streams streams, Format format, Colour colour);

    Format format() const { return format_; }

    /// A command's result, in the form that was asked for.
    void show(const boost::json::value& document, std::string_view text);

    /// A part of a long result for people; nothing with --json.
    template <class... Args>
    void say(fmt::format_string<Args...> format, Args&&... args) {
        write_text(fmt::format(format, std::forward<Args>(args)...));
    }

    /// A line of progress.
    template <class... Args>
    void note(fmt::format_string<Args...> format, Args&&... args) {
        write_note(fmt::format(format, std::forward<Args>(args)...));
    }

    /// A container's output as it comes, to stderr with --json, made harmless on a terminal.
    void stream(std::string_view text);

    /// Content to stdout, as it is; on a terminal made harmless. Errors as of delivered().
    Result<void> write(BytesView content);

    /// Whether all that was for stdout got there. The device's own error, or cancelled when whoever
    /// read it has closed it, as head(1) does.
    Result<void> delivered() const;

    /// The one line of a failure, and with --json its document where no other was shown. Nothing of
    /// results that nobody wants any more.
    void show_error(const Error& error);

    const Paint& paint() const { return paint_; }
    const Paint& note_paint() const { return note_paint_; }
    bool results_on_terminal() const { return results_on_terminal_; }
    bool notes_on_terminal() const { return notes_on_terminal_; }

    /// Replaces what stands on the terminal's current line, for progress; elsewhere does nothing.
    void show_passing(std::string_view text);
    void clear_passing();

private:
    void write_text(std::string_view line);
    void write_note(std::string_view line);
    void put_result(std::string_view text);

    Streams streams_;
    Format format_;
    bool results_on_terminal_;
    bool notes_on_terminal_;
    bool shown_ = false;
    std::optional<Error> lost_;
    Paint paint_;
    Paint note_paint_;
};

/// A step of long work: "✓ contracts deployed  1.2 s". Shows what goes on while it lasts.
class Step {
public:
    Step(Output& output, std::string_view doing);
    ~Step();
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

    /// Ends the step with a line that says what was reached.
    void done(std::string_view reached);

private:
    Output& output_;
    std::chrono::steady_clock::time_point started_;
    bool open_ = true;
};

}  // namespace carrot::cli
