// Header fields of an HTTP message (RFC 9110 section 5).
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carrot::http {

struct Header {
    std::string name;
    std::string value;
};

/// Whether two ASCII texts are equal but for the case of their letters.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Fields in the order they came; names compare without regard to case. A name may occur several
/// times.
class Headers {
public:
    Headers() = default;
    Headers(std::initializer_list<Header> fields) : fields_(fields) {}

    void add(std::string_view name, std::string_view value);

    /// Replaces every field of this name by one.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    /// The value of the first field of this name.
    std::optional<std::string_view> find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name).has_value(); }

    /// Whether `token` is one of the comma-separated tokens in the fields of this name, for example
    /// "close" in "Connection: keep-alive, Close".
    bool contains_token(std::string_view name, std::string_view token) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }
    bool empty() const { return fields_.empty(); }
    void clear() { fields_.clear(); }
    void reserve(std::size_t count) { fields_.reserve(count); }

private:
    std::vector<Header> fields_;
};

}  // namespace carrot::http
