#include "cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <ranges>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/secret_file.hpp"
#include "cli/session.hpp"
#include "cli/worker_settings.hpp"

namespace carrot::cli {
namespace {

constexpr std::string_view program_notes = R"(
Keys: --key NAME is a key of 'carrot key list'. Secrets are never read from the command line.

Exit codes:
  0  done                          7  a service is away: try again
  1  a bug in Carrot               8  timed out
  2  wrong input                   9  a limit, a full disk
  3  not found                    10  damaged data
  4  exists already               11  a contract refused
  5  the state forbids it         12  stopped on request
  6  missing or wrong key
)";

/// The options that every command takes.
struct ProgramOptions {
    std::filesystem::path settings_file = default_settings_file();
    std::optional<std::string> network;
    std::optional<std::string> key;
    std::optional<std::string> passphrase_file;
    std::optional<std::filesystem::path> data_directory;
    std::string colour = "auto";
    bool json = false;
    bool verbose = false;

    void declare(Command& program) {
        program.option("-n,--network", network, "local, testnet, mainnet or one of the settings");
        program.option("-k,--key", key, "the name of the key that signs");
        program.option("--passphrase-file", passphrase_file, "where the key's passphrase is");
        program.option("--data-dir", data_directory, "where Carrot keeps its data");
        program.option("--config", settings_file, "the settings file");
        program.flag("--json", json, "one JSON document on stdout, for programs");
        program.option("--color", colour, "auto, always or never");
        program.flag("-v,--verbose", verbose, "log what happens inside");
    }
};

Result<Colour> read_colour(std::string_view text) {
    if (text == "auto") return Colour::automatic;
    if (text == "always") return Colour::always;
    if (text == "never") return Colour::never;
    return fail(ErrorCode::invalid_argument, "--color: \"{}\" is not auto, always or never", text);
}

Result<Settings> settings_of(const ProgramOptions& options) {
    auto settings = TRY(load_settings(options.settings_file));
    if (options.network) settings.network = *options.network;
    settings.key_on_command_line = options.key.has_value();
    if (options.key) settings.key = *options.key;
    if (options.passphrase_file)
        settings.passphrase_file = absolute_secret_path(*options.passphrase_file);
    if (options.data_directory) settings.data_directory = *options.data_directory;
    settings.colour = TRY(read_colour(options.colour));
    settings.format = options.json ? Format::json : Format::text;
    settings.verbose = options.verbose;
    return settings;
}

/// Before anything repeats an argument in a message. "--key=S…" is one argument.
Result<void> refuse_secrets(std::span<const std::string> arguments) {
    for (const std::string_view argument : arguments) {
        TRY(refuse_secret(argument, "the command line"));
        TRY(refuse_secret(argument.substr(argument.find('=') + 1), "the command line"));
    }
    const char* key = std::getenv("CARROT_KEY");
    return refuse_secret(key == nullptr ? "" : key, "CARROT_KEY");
}

/// The command that the line got to before it went wrong, for the hint to its help.
std::string reached_command(const CLI::App& app) {
    auto chosen = app.get_subcommands();
    auto name = app.get_name();
    return chosen.empty() ? name : name + " " + reached_command(*chosen.front());
}

/// CLI11's finding in plainer words.
std::string wording_of(const CLI::App& app, const CLI::ParseError& error) {
    std::string message = error.what();
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return message.substr(0, message.find(':')) + " needs a value";
    }
    auto unknown = app.remaining(true);
    if (!unknown.empty()) return fmt::format("\"{}\" is not known here", unknown.front());
    if (message == "A subcommand is required") return "a command is missing";
    std::ranges::replace(message, '\n', ' ');
    return message;
}

Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
    auto message = wording_of(app, error);
    return {ErrorCode::invalid_argument,
            fmt::format("{}; see '{} --help'", message, reached_command(app))};
}

int exit_code(const Error& error) { return static_cast<int>(error.code); }

/// A settings file that can't be used is mended in one go, so everything that is wrong is named.
void note_all_mistakes(const std::filesystem::path& file, Output& output) {
    Mistakes mistakes(file);
    const auto worker = load_worker_settings(mistakes);
    if (!worker) return;
    check_worker_settings(*worker, mistakes);
    for (const auto& line : mistakes.lines())
        output.note("{}", printable(line));
}

int run_chosen(const ProgramOptions& options, Choice& choice, Streams streams,
               std::stop_token stop) {
    Output early(streams, options.json ? Format::json : Format::text, Colour::automatic);
    if (choice.refused) {
        early.show_error(*choice.refused);
        return exit_code(*choice.refused);
    }
    auto settings = settings_of(options);
    if (!settings) {
        note_all_mistakes(options.settings_file, early);
        early.show_error(settings.error());
        return exit_code(settings.error());
    }
    log::set_level(settings->verbose ? log::Level::debug : log::Level::error);
    Session session(*settings, streams, stop);
    auto outcome = choice.run(session);
    if (outcome) outcome = session.output().delivered();
    if (outcome) return 0;
    session.output().show_error(outcome.error());
    return exit_code(outcome.error());
}

}  // namespace

int run(std::span<const std::string> arguments, Streams streams, std::stop_token stop) {
    CLI::App app("A peer-to-peer GPU marketplace on Stellar", "carrot");
    app.formatter(std::make_shared<HelpFormatter>());
    app.set_version_flag("--version", "carrot " CARROT_VERSION);
    app.require_subcommand(1);
    Choice choice;
    ProgramOptions options;
    Command program(app, choice);
    options.declare(program);
    program.example("carrot up", "the whole market on this machine");
    program.example("carrot job run picture.py --gpu 0 --hours 1 --key alice");
    program.example("carrot gpu list --network testnet --json");
    program.note(program_notes);
    add_commands(program);

    // Known before parsing, so that errors of parsing have the form that was asked for.
    bool json = std::ranges::find(arguments, "--json") != arguments.end();
    Output early(streams, json ? Format::json : Format::text, Colour::automatic);
    if (auto harmless = refuse_secrets(arguments); !harmless) {
        early.show_error(harmless.error());
        return exit_code(harmless.error());
    }
    // CLI11 takes them from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        std::fputs(app.help().c_str(), streams.out);
        return 0;
    } catch (const CLI::CallForVersion&) {
        std::fputs("carrot " CARROT_VERSION "\n", streams.out);
        return 0;
    } catch (const CLI::ParseError& error) {
        auto refusal = usage_error(app, error);
        early.show_error(refusal);
        return exit_code(refusal);
    }
    return run_chosen(options, choice, streams, stop);
}

}  // namespace carrot::cli
