#include "cli/command.hpp"

#include <CLI/CLI.hpp>

namespace carrot::cli {

Command Command::child(std::string name, std::string summary) {
    auto* app = app_->add_subcommand(std::move(name), std::move(summary));
    app->footer("");
    app->fallthrough();  // the program's own options may stand anywhere
    return {*app, *choice_};
}

Command Command::group(std::string name, std::string summary) {
    auto group = child(std::move(name), std::move(summary));
    group.app_->require_subcommand(1);
    return group;
}

void Command::on_chosen(std::function<Result<void>(Session&)> run) {
    app_->callback([app = app_, choice = choice_, run = std::move(run)] {
        if (app->get_subcommands().empty()) choice->run = run;
    });
}

void Command::add(std::string names, Reader reader, Presence presence, std::string help) {
    CLI::callback_t take = [choice = choice_, read = std::move(reader.read),
                            names](const CLI::results_t& texts) {
        for (const auto& text : texts) {
            auto outcome = with_context(read(text), names);
            if (!outcome && !choice->refused) choice->refused = std::move(outcome.error());
        }
        return true;  // refusals are reported in Carrot's own words
    };
    auto* option = app_->add_option(std::move(names), take, std::move(help));
    option->type_name(std::string{reader.value_name})->type_size(1);
    if (reader.arity == Arity::many) {
        // A positional list takes the rest of the line; an option is repeated, one value each.
        option->expected(option->get_positional() ? CLI::detail::expected_max_vector_size : 1);
        if (!option->get_positional()) {
            option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        }
    }
    option->required(presence == Presence::required);
}

void Command::flag(std::string names, bool& value, std::string help) {
    app_->add_flag(std::move(names), value, std::move(help));
}

void Command::example(std::string_view line, std::string_view meaning) {
    auto footer = app_->get_footer();
    if (!footer.contains("Examples:\n")) footer += "\nExamples:\n";
    footer += fmt::format("  {}\n", line);
    if (!meaning.empty()) footer += fmt::format("      {}\n", meaning);
    app_->footer(std::move(footer));
}

void Command::note(std::string_view text) {
    app_->footer(fmt::format("{}\n{}\n", app_->get_footer(), text));
}

}  // namespace carrot::cli
