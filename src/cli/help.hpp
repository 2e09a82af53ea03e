// How `--help` looks.
#pragma once

#include <CLI/CLI.hpp>

namespace carrot::cli {

/// One line of summary, usage, arguments, options, commands, then the examples and notes.
class HelpFormatter final : public CLI::FormatterBase {
public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override;
};

}  // namespace carrot::cli
