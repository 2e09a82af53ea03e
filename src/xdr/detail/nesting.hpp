// One level of nesting of a Reader or Writer, left at the end of its scope.
#pragma once

namespace carrot::xdr {

template <class Stream>
class Nesting {
public:
    explicit Nesting(Stream& stream) : stream_(stream), entered_(stream.enter()) {}
    ~Nesting() { stream_.leave(); }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    explicit operator bool() const { return entered_; }

private:
    Stream& stream_;
    bool entered_;
};

}  // namespace carrot::xdr
