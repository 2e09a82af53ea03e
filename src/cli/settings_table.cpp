#include "cli/settings_table.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

#include "base/utf8.hpp"

namespace carrot::cli {
namespace {

std::string_view kind_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "true or false";
        default:
            return "a date or time";
    }
}

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

void Mistakes::place(std::string_view member, std::string_view what) {
    auto found = places_.find(member);
    auto line = found == places_.end() ? 0 : found->second;
    auto where = line == 0 ? std::string{} : fmt::format("{}:{}: ", file_.native(), line);
    by_line_.emplace(line, fmt::format("{}{}: {}", where, to_utf8(member), to_utf8(what)));
}

std::vector<std::string> Mistakes::lines() const {
    std::vector<std::string> lines;
    for (const auto& [line, text] : by_line_)
        lines.push_back(text);
    return lines;
}

std::string nearest_name(std::string_view text, const std::set<std::string, std::less<>>& names) {
    std::string nearest;
    auto limit = std::max<std::size_t>(2, text.size() / 3);  // 2: a pair that changed places
    for (const auto& name : names) {
        auto away = distance(text.substr(0, 64), name);
        if (away > limit) continue;
        limit = away - (away > 0 ? 1 : 0);
        nearest = name;
    }
    return nearest;
}

std::string SettingsTable::full_name(std::string_view member) const {
    return name_.empty() ? std::string{member} : fmt::format("{}.{}", name_, member);
}

const toml::node* SettingsTable::find(std::string_view member) {
    known_.emplace(member);
    const auto* node = table_.get(member);
    if (node != nullptr) mistakes_.note_place(full_name(member), node->source().begin.line);
    return node;
}

void SettingsTable::take(std::string_view member, std::string& value) {
    const auto* node = find(member);
    if (node == nullptr) return;
    if (auto text = node->value_exact<std::string>())
        value = *text;
    else
        wrong(member, "it is {}: write a text in \"quotes\"", kind_of(*node));
}

void SettingsTable::take(std::string_view member, bool& value) {
    const auto* node = find(member);
    if (node == nullptr) return;
    if (auto flag = node->value_exact<bool>())
        value = *flag;
    else
        wrong(member, "it is {}: write true or false, without quotes", kind_of(*node));
}

void SettingsTable::take(std::string_view member, std::filesystem::path& value) {
    std::string text;
    take(member, text);
    if (!text.empty()) value = path_of(member, text);
}

void SettingsTable::take(std::string_view member, std::vector<std::filesystem::path>& values) {
    std::vector<std::string> texts;
    take(member, texts);
    for (const auto& text : texts)
        values.push_back(path_of(member, text));
}

std::filesystem::path SettingsTable::path_of(std::string_view member, const std::string& text) {
    if (text.starts_with('~')) {
        wrong(member, "\"{}\": '~' means nothing here: write the whole path", text);
        return {};
    }
    return mistakes_.directory() / text;
}

void SettingsTable::take_number(std::string_view member, std::int64_t& value,
                                Range<std::int64_t> range) {
    const auto* node = find(member);
    if (node == nullptr) return;
    auto number = node->value_exact<std::int64_t>();
    if (!number)
        return wrong(member, "it is {}: write a whole number, without quotes", kind_of(*node));
    if (*number < range.least || *number > range.most)
        return wrong(member, "{} is not from {} to {}", *number, range.least, range.most);
    value = *number;
}

void SettingsTable::take(std::string_view member, std::vector<std::string>& values) {
    const auto* node = find(member);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr || !std::ranges::all_of(*list, [](auto& one) { return one.is_string(); }))
        return wrong(member, "it is not a list of texts: write [\"one\", \"two\"]");
    for (const auto& one : *list)
        values.push_back(*one.value_exact<std::string>());
}

void SettingsTable::take(std::string_view member, std::vector<std::uint32_t>& values) {
    const auto* node = find(member);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    auto is_number = [](const toml::node& one) {
        auto number = one.value_exact<std::int64_t>();
        return number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max();
    };
    if (list == nullptr || !std::ranges::all_of(*list, is_number))
        return wrong(member, "it is not a list of numbers: write [0, 1]");
    for (const auto& one : *list)
        values.push_back(static_cast<std::uint32_t>(*one.value_exact<std::int64_t>()));
}

void SettingsTable::take(std::string_view member, std::map<std::uint32_t, std::string>& values) {
    const auto* table = take_table(member);
    if (table == nullptr) return;
    for (const auto& [key, node] : *table) {
        auto name = fmt::format("{}.{}", full_name(member), key.str());
        mistakes_.note_place(name, node.source().begin.line);
        std::uint32_t number = 0;
        const auto* last = key.str().data() + key.str().size();
        auto [end, error] = std::from_chars(key.str().data(), last, number);
        auto text = node.value_exact<std::string>();
        if (error != std::errc{} || end != last)
            mistakes_.add(name, "\"{}\" is not a GPU's number, as 'carrot gpu list' shows it",
                          key.str());
        else if (!text)
            mistakes_.add(name, "it is {}: write a text in \"quotes\"", kind_of(node));
        else
            values[number] = *text;
    }
}

const toml::table* SettingsTable::take_table(std::string_view member) {
    const auto* node = find(member);
    if (node == nullptr) return nullptr;
    if (!node->is_table())
        wrong(member, "it is {}: write a line [{}] with its members below", kind_of(*node),
              full_name(member));
    return node->as_table();
}

void SettingsTable::refuse_others() const {
    for (const auto& [key, node] : table_) {
        if (known_.contains(key.str())) continue;
        auto nearest = nearest_name(key.str(), known_);
        auto name = full_name(key.str());
        mistakes_.note_place(name, node.source().begin.line);
        mistakes_.add(
            name, "there is no such setting: {}",
            nearest.empty() ? std::string{"remove it"} : fmt::format("is \"{}\" meant?", nearest));
    }
}

}  // namespace carrot::cli
