#include "market/shell_words.hpp"

#include <utility>

namespace carrot::market {
namespace {

class Splitter {
public:
    explicit Splitter(std::string_view line) : rest_(line) {}

    Result<std::vector<std::string>> run() {
        while (!rest_.empty())
            TRY(take_piece());
        end_word();
        return std::move(words_);
    }

private:
    Result<void> take_piece() {
        char c = next();
        switch (c) {
            case ' ':
            case '\t':
            case '\n':
                end_word();
                return {};
            case '\'':
                return take_single_quoted();
            case '"':
                return take_double_quoted();
            case '\\':
                return take_escaped();
            default:
                add(c);
                return {};
        }
    }

    Result<void> take_single_quoted() {
        auto end = rest_.find('\'');
        if (end == std::string_view::npos) return open_quote("'");
        in_word_ = true;
        word_ += rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return {};
    }

    Result<void> take_double_quoted() {
        in_word_ = true;
        while (!rest_.empty()) {
            char c = next();
            if (c == '"') return {};
            // Within double quotes a backslash escapes only these.
            bool escapes =
                c == '\\' && !rest_.empty() && std::string_view{"$`\"\\\n"}.contains(rest_.front());
            if (escapes) c = next();
            if (!(escapes && c == '\n')) add(c);
        }
        return open_quote("\"");
    }

    Result<void> take_escaped() {
        if (rest_.empty()) {
            return fail(ErrorCode::invalid_argument,
                        "split arguments: a backslash stands at the end; write \\\\ for one");
        }
        char c = next();
        if (c != '\n') add(c);  // backslash-newline continues the line
        return {};
    }

    static std::unexpected<Error> open_quote(std::string_view quote) {
        return fail(ErrorCode::invalid_argument, "split arguments: a {} quote is not closed",
                    quote);
    }

    char next() {
        char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    void add(char c) {
        in_word_ = true;
        word_.push_back(c);
    }

    void end_word() {
        if (in_word_) words_.push_back(std::exchange(word_, {}));
        in_word_ = false;
    }

    std::string_view rest_;
    std::vector<std::string> words_;
    std::string word_;
    bool in_word_ = false;  // "" is a word, though it is empty
};

}  // namespace

Result<std::vector<std::string>> split_shell_words(std::string_view line) {
    return Splitter{line}.run();
}

}  // namespace carrot::market
