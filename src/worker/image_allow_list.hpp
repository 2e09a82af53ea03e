// Which images jobs may name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "market/image_reference.hpp"

namespace carrot::worker {

/// Patterns are image names, completed as Docker completes them:
///
///   busybox                  this repository, docker.io/library/busybox, with any tag or digest
///   ghcr.io/me/tool:1.2      this tag alone, and no digest
///   ghcr.io/me/tool@sha256:… this digest alone
///   ghcr.io/me/*             every repository below ghcr.io/me; "team/*" is docker.io/team/*
///   ghcr.io/*                every repository of this registry
///   *                        everything, as an empty list
///
/// A star stands for one path component or several, and only at the end, after a slash.
class ImageAllowList {
public:
    /// invalid_argument, with the pattern, for the first that has another form.
    static Result<ImageAllowList> parse(const std::vector<std::string>& patterns);

    bool allows(const market::ImageReference& image) const;

private:
    struct Pattern {
        std::string domain{};  ///< empty: any
        std::string path{};    ///< ends with a slash, or is empty, where everything below is meant
        bool below = false;
        std::string tag{};     ///< empty: any
        std::string digest{};  ///< empty: any
    };
    static Result<Pattern> parse_pattern(std::string_view text);
    static bool matches(const Pattern& pattern, const market::ImageReference& image);

    std::vector<Pattern> patterns_;
};

}  // namespace carrot::worker
