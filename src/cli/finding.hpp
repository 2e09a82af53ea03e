// What was looked at and how it is: the lines of 'carrot doctor' and 'carrot worker check'.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "cli/text.hpp"

namespace carrot::cli {

enum class Health {
    good,
    note,  ///< something is missing that not everybody needs
    bad,
};

struct Finding {
    std::string what;       ///< stable, as `kind` is
    std::string kind = {};  ///< which of the things that can be wrong with it: "version_mismatch"
    Health health = Health::good;
    std::string finding;
    std::string remedy;  ///< a command or a setting that mends it
};

boost::json::array to_document(const std::vector<Finding>& findings);

/// A line each, and one below it with what mends it.
std::string to_text(const std::vector<Finding>& findings, const Paint& paint);

std::size_t count_bad(const std::vector<Finding>& findings);

}  // namespace carrot::cli
