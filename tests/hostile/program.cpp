#include "program.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace carrot::hostile {
namespace {

std::string test_name(std::string_view file_name) {
    std::string name;
    bool at_start = true;
    for (const char c : file_name) {
        if (c != '_') name += static_cast<char>(at_start ? std::toupper(c) : c);
        at_start = c == '_';
    }
    return name;
}

bool is_expected_end(Program& program, std::string_view end) {
    constexpr std::string_view released = "released ";
    if (end == "completed") return true;
    if (!end.starts_with(released)) return false;
    program.verdict = worker::Verdict::released;
    program.reason = end.substr(released.size());
    return true;
}

bool is_understood(Program& program, std::string_view key, std::string value) {
    if (key == "ends") return is_expected_end(program, value);
    if (key == "says")
        program.says.push_back(std::move(value));
    else if (key == "hands_out")
        program.hands_out.push_back(std::move(value));
    else if (key == "left_out")
        program.left_out.push_back(std::move(value));
    else if (key == "timeout")
        program.timeout_s = static_cast<unsigned>(std::stoul(value));
    else
        return false;
    return true;
}

Program load(const std::filesystem::path& file) {
    constexpr std::string_view mark = "#: ";
    Program program;
    program.name = test_name(file.stem().string());
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        program.code += line + '\n';
        if (!line.starts_with(mark)) continue;
        line.erase(0, mark.size());
        const auto space = std::min(line.find(' '), line.size() - 1);
        if (!is_understood(program, line.substr(0, space), line.substr(space + 1)))
            throw std::runtime_error(file.string() + " says: " + line);
    }
    return program;
}

}  // namespace

std::vector<Program> load_programs(const std::filesystem::path& folder) {
    std::vector<Program> programs;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".sh") programs.push_back(load(entry.path()));
    std::ranges::sort(programs, {}, &Program::name);
    return programs;
}

}  // namespace carrot::hostile
