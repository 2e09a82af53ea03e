// The comments of an interface header, by what they stand above: the spec's doc strings.
//
//   DocComments docs(header_text);
//   docs.of("GpuRegistry.get_gpu");   docs.of("Gpu.model");   docs.of("Gpu");
//
// Only the first sentence is taken: the spec is stored on the chain, at rent. A reader of lines,
// not of C++: one declaration a line, as clang-format leaves it.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace soroban::native {

class DocComments {
public:
    explicit DocComments(const std::string& header_text) {
        std::istringstream lines(header_text);
        for (std::string line; std::getline(lines, line);)
            read(trimmed(line));
    }

    /// Empty where nothing is said.
    std::string of(const std::string& path) const {
        const auto found = docs_.find(path);
        return found == docs_.end() ? std::string() : found->second;
    }

private:
    void read(std::string_view line) {
        if (line.starts_with("///")) {
            if (!comment_.empty()) comment_ += ' ';
            comment_ += trimmed(line.substr(3));
            return;
        }
        const std::string name = declared_name(line);
        if (!name.empty() && !comment_.empty()) docs_.emplace(path_of(name), first_sentence());
        comment_.clear();
        if (line.ends_with('{')) scopes_.push_back(name);
        if (line.starts_with('}') && !scopes_.empty()) scopes_.pop_back();
    }

    // A member's path is its innermost scope and its name; types are known by their name alone.
    std::string path_of(const std::string& name) const {
        const bool is_type = name[0] >= 'A' && name[0] <= 'Z';
        return is_type || scopes_.empty() ? name : scopes_.back() + "." + name;
    }

    static std::string declared_name(std::string_view line) {
        for (const std::string_view keyword :
             {"SOROBAN_EVENT(", "SOROBAN_ERRORS(", "enum class ", "struct "}) {
            if (line.starts_with(keyword)) return first_word(line.substr(keyword.size()));
        }
        if (line.starts_with("SOROBAN_FUNCTION(")) {
            return first_word(trimmed(line.substr(line.find(',') + 1)));
        }
        const auto end = line.find_first_of(";,=");
        if (end == std::string_view::npos) return {};
        const auto declaration = trimmed(line.substr(0, end));
        const auto space = declaration.rfind(' ');
        return first_word(declaration.substr(space == std::string_view::npos ? 0 : space + 1));
    }

    std::string first_sentence() const {
        return comment_.substr(0, comment_.find(". "))
            .append(comment_.find(". ") == std::string::npos ? "" : ".");
    }

    static std::string first_word(std::string_view text) {
        std::string word;
        for (const char c : text) {
            if (c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                break;
            }
            word += c;
        }
        return word;
    }

    static std::string_view trimmed(std::string_view text) {
        const auto start = text.find_first_not_of(" \t");
        if (start == std::string_view::npos) return {};
        return text.substr(start, text.find_last_not_of(" \t") - start + 1);
    }

    std::map<std::string, std::string> docs_;
    std::vector<std::string> scopes_;
    std::string comment_;
};

}  // namespace soroban::native
