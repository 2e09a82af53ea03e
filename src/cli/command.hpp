// The command line's grammar: groups, commands, arguments, options and examples. CLI11 does the
// work and stays behind this header.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "cli/value.hpp"

namespace CLI {
class App;
}

namespace carrot::cli {

class Session;

/// What was chosen on the command line.
struct Choice {
    std::function<Result<void>(Session&)> run;
    std::optional<Error> refused;  ///< the first value that could not be read
};

/// A node of the command tree: the program, a group of commands, or a command.
class Command {
public:
    Command(CLI::App& app, Choice& choice) : app_(&app), choice_(&choice) {}

    Command group(std::string name, std::string summary);

    /// Adds a command. T has its arguments as members, `void declare(Command&)` that binds them,
    /// and `Result<void> run(Session&)`.
    /// The command itself, so that it can have commands below it, which need not be chosen.
    template <class T>
    Command command(std::string name, std::string summary) {
        auto body = std::make_shared<T>();
        auto node = child(std::move(name), std::move(summary));
        body->declare(node);
        node.on_chosen([body](Session& session) { return body->run(session); });
        return node;
    }

    /// A positional argument that must be given.
    template <class T>
    void argument(std::string name, T& value, std::string help) {
        add(std::move(name), reader_of(value), Presence::required, std::move(help));
    }

    template <class T>
    void optional_argument(std::string name, T& value, std::string help) {
        add(std::move(name), reader_of(value), Presence::optional, std::move(help));
    }

    /// `--name VALUE`; `names` may have a short form, as in "-n,--network".
    template <class T>
    void option(std::string names, T& value, std::string help) {
        add(std::move(names), reader_of(value), Presence::optional, std::move(help));
    }

    template <class T>
    void required_option(std::string names, T& value, std::string help) {
        add(std::move(names), reader_of(value), Presence::required, std::move(help));
    }

    void flag(std::string names, bool& value, std::string help);

    /// A command line that `--help` shows, with what it does.
    void example(std::string_view line, std::string_view meaning = {});

    /// A paragraph below the options in `--help`.
    void note(std::string_view text);

private:
    enum class Presence { optional, required };
    enum class Arity { one, many };
    struct Reader {
        std::function<Result<void>(std::string_view)> read;
        Arity arity;
        std::string_view value_name;  ///< what `--help` calls the value
    };

    template <class T>
    static Reader reader_of(T& value) {
        constexpr bool many = requires { value.emplace_back(); } && !requires { value.c_str(); };
        return {.read = [&value](std::string_view text) { return read_value(text, value); },
                .arity = many ? Arity::many : Arity::one,
                .value_name = value_name(value)};
    }

    Command child(std::string name, std::string summary);
    void on_chosen(std::function<Result<void>(Session&)> run);
    void add(std::string names, Reader reader, Presence presence, std::string help);

    CLI::App* app_;
    Choice* choice_;
};

}  // namespace carrot::cli
