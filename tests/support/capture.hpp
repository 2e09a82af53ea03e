// What a program part writes to a stdio stream.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace carrot::tests {

/// A stream that is a string.
class Capture {
public:
    Capture() : stream_(open_memstream(&text_, &size_)) {}
    ~Capture() {
        std::fclose(stream_);
        std::free(text_);
    }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    std::FILE* stream() { return stream_; }
    std::string text() {
        std::fflush(stream_);
        return {text_, size_};
    }

private:
    char* text_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* stream_;
};

}  // namespace carrot::tests
