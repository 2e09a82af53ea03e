// Reading a table of the settings file member by member. What is wrong is collected with its place,
// so that one look at the file finds all of it.
#pragma once

#include <toml++/toml.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace carrot::cli {

/// What is wrong with the settings, one line each: "config.toml:12: worker.port: …".
class Mistakes {
public:
    explicit Mistakes(std::filesystem::path file) : file_(std::move(file)) {}

    void note_place(const std::string& member, std::uint32_t line) { places_[member] = line; }

    /// `member` is its full name, "worker.port"; the line is known when the file has it.
    template <class... Args>
    void add(std::string_view member, fmt::format_string<Args...> format, Args&&... args) {
        place(member, fmt::format(format, std::forward<Args>(args)...));
    }

    const std::filesystem::path& file() const { return file_; }
    /// The file's folder, from which relative paths are meant.
    std::filesystem::path directory() const {
        return std::filesystem::absolute(file_).parent_path();
    }
    /// In the file's order; what is not in the file comes first.
    std::vector<std::string> lines() const;

private:
    void place(std::string_view member, std::string_view what);

    std::filesystem::path file_;
    std::map<std::string, std::uint32_t, std::less<>> places_;
    std::multimap<std::uint32_t, std::string> by_line_;
};

template <std::integral T>
struct Range {
    T least;
    T most;
};

/// Every take_… leaves its value as it is when the member is missing or wrong.
class SettingsTable {
public:
    /// `name` is its place in the file, "worker.images"; empty for the whole file.
    SettingsTable(const toml::table& table, std::string name, Mistakes& mistakes)
        : table_(table), name_(std::move(name)), mistakes_(mistakes) {}

    void take(std::string_view member, std::string& value);
    void take(std::string_view member, bool& value);
    void take(std::string_view member, std::vector<std::string>& values);
    void take(std::string_view member, std::vector<std::uint32_t>& values);
    /// A relative path is meant from the file's folder.
    void take(std::string_view member, std::filesystem::path& value);
    void take(std::string_view member, std::vector<std::filesystem::path>& values);

    template <std::integral T>
    void take(std::string_view member, T& value, Range<T> range) {
        auto number = static_cast<std::int64_t>(value);
        take_number(member, number,
                    {.least = static_cast<std::int64_t>(range.least),
                     .most = static_cast<std::int64_t>(range.most)});
        value = static_cast<T>(number);
    }

    /// GPU number → text.
    void take(std::string_view member, std::map<std::uint32_t, std::string>& values);

    /// Null when it is missing or no table.
    const toml::table* take_table(std::string_view member);

    /// At last: what nobody took is a mistake, with the nearest name that is known.
    void refuse_others() const;

    std::string full_name(std::string_view member) const;

private:
    const toml::node* find(std::string_view member);
    std::filesystem::path path_of(std::string_view member, const std::string& text);
    void take_number(std::string_view member, std::int64_t& value, Range<std::int64_t> range);
    template <class... Args>
    void wrong(std::string_view member, fmt::format_string<Args...> format, Args&&... args) {
        mistakes_.add(full_name(member), format, std::forward<Args>(args)...);
    }

    const toml::table& table_;
    std::string name_;
    Mistakes& mistakes_;
    std::set<std::string, std::less<>> known_;
};

/// The one of `names` that `text` is most likely meant to be; empty when none is near.
std::string nearest_name(std::string_view text, const std::set<std::string, std::less<>>& names);

}  // namespace carrot::cli
