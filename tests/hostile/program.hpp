// The hostile programs: shell scripts in programs/, which the image of hostile_image.hpp runs as a
// job's script. A program's first lines say what it does and, after "#:", what must come of it:
//
//   # Fills shared memory.
//   #: ends released exit status        (the job's verdict, and what its reason must contain)
//   #: says No space left               (what its log must contain)
//   #: hands_out file                   (a file of its result)
//   #: left_out pipe:                   (a line of the list of what is not handed out)
//   #: timeout 1                        (seconds; 60 when it isn't said)
//
// A program that gets what it wants writes BREACH to its log.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "worker/journal.hpp"

namespace carrot::hostile {

struct Program {
    std::string name;  ///< of its test: programs/output_links.sh is OutputLinks
    std::string code;
    worker::Verdict verdict = worker::Verdict::completed;
    std::string reason;
    std::vector<std::string> says, hands_out, left_out;
    unsigned timeout_s = 60;
};

/// GoogleTest's way to print one.
inline void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

/// All of a folder, by name. Throws std::runtime_error when a program says what nobody understands.
std::vector<Program> load_programs(const std::filesystem::path& folder);

}  // namespace carrot::hostile
