// A market that runs in a process of its own, and its users at their command lines.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "e2e/process.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::tests {

namespace json = boost::json;

using Arguments = std::vector<std::string>;

class MarketUnderTest {
public:
    /// Starts `carrot up` in a new folder with free ports. Throws when it does not come up.
    MarketUnderTest();

    /// One command line of a user's: `carrot ARGUMENTS…` on this market's data.
    Outcome carrot(Arguments arguments) const;

    /// The same with --json: its document. Throws when the exit code is another than expected.
    json::object ask(Arguments arguments, int exit_code = 0) const;

    /// A program in the background: `carrot ARGUMENTS…`, its stderr in a file of that name.
    std::unique_ptr<Program> start_carrot(Arguments arguments, const std::string& log) const;

    /// What `carrot up` said of itself.
    const json::object& document() const { return document_; }

    /// Writes a script and returns its path.
    std::string script(const std::string& name, const std::string& code) const;

    /// Where a command may write.
    std::string new_path(const std::string& name) const;

    /// What a key's account holds.
    long long balance_stroops(const std::string& key) const;
    long long fees_stroops() const;

    /// Asks until the job's status is this; throws after a minute.
    json::object wait_for_status(long long job_id, const std::string& status) const;

    /// kill -9, as a power cut would.
    void kill();
    /// Ctrl-C: the exit code.
    int interrupt();
    void start();

private:
    Environment environment() const;
    Arguments command(Arguments arguments) const;

    TemporaryDirectory directory_;
    std::unique_ptr<Program> program_;
    json::object document_;
};

/// Looks again and again until it is so; throws after a minute, with what was waited for.
void wait_until(const std::string& what, const std::function<bool()>& is_so);

/// The market that the tests of one program share, started at the first use.
MarketUnderTest& shared_market();

}  // namespace carrot::tests
