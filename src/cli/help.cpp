#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace carrot::cli {
namespace {

/// What is written on the left, and what it means.
using Entries = std::vector<std::pair<std::string, std::string>>;

std::string option_head(const CLI::Option& option) {
    auto head = option.get_positional() ? option.get_name(true, false)
                                        : fmt::format("{}", option.get_name(false, true));
    if (auto comma = head.find(','); comma != std::string::npos) head.insert(comma + 1, " ");
    bool takes_value = option.get_type_size() != 0 && option.get_expected_max() != 0;
    if (!option.get_positional() && takes_value) head += " " + option.get_type_name();
    return head;
}

Entries entries_of(const CLI::App& app, bool positional) {
    Entries entries;
    auto options = app.get_options(
        [&](const CLI::Option* option) { return option->get_positional() == positional; });
    for (const auto* option : options) {
        auto meaning = option->get_description();
        if (!positional && option->get_required()) meaning += " (required)";
        entries.emplace_back(option_head(*option), meaning);
    }
    return entries;
}

Entries subcommands_of(const CLI::App& app) {
    Entries entries;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        entries.emplace_back(command->get_name(), command->get_description());
    }
    return entries;
}

std::string section(std::string_view title, const Entries& entries) {
    if (entries.empty()) return {};
    std::size_t width = 0;
    for (const auto& [head, meaning] : entries)
        width = std::max(width, head.size());
    auto text = fmt::format("\n{}:\n", title);
    for (const auto& [head, meaning] : entries) {
        text += fmt::format("  {:<{}}  {}\n", head, width, meaning);
    }
    return text;
}

std::string full_name(const CLI::App& app) {
    const auto* parent = app.get_parent();
    return parent == nullptr ? app.get_name() : full_name(*parent) + " " + app.get_name();
}

std::string usage(const CLI::App& app) {
    auto text = fmt::format("Usage: {}", full_name(app));
    for (const auto* argument :
         app.get_options([](const CLI::Option* option) { return option->get_positional(); })) {
        auto name = fmt::format("<{}>", argument->get_name(true, false));
        bool many = argument->get_expected_max() > 1;
        if (many) name += "...";
        text += argument->get_required() ? " " + name : " [" + name + "]";
    }
    if (subcommands_of(app).empty()) return text + " [options]\n";
    bool is_group = app.get_require_subcommand_min() > 0;
    return text + (is_group ? " <command> [options]\n" : " [command] [options]\n");
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
    auto text = fmt::format("{}\n\n{}", app->get_description(), usage(*app));
    text += section("Commands", subcommands_of(*app));
    text += section("Arguments", entries_of(*app, true));
    text += section("Options", entries_of(*app, false));
    text += app->get_footer();
    if (app->get_parent() != nullptr) {
        text += "\nOptions of every command (--network, --key, --json, …): carrot --help\n";
    }
    return text;
}

}  // namespace carrot::cli
