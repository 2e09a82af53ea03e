#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "market/result_key.hpp"

namespace carrot::cli {
namespace {

struct ShowAgeKey {
    std::string name;
    std::optional<std::filesystem::path> identity_file;

    void declare(Command& command) {
        command.argument("name", name, "of a key");
        command.option("--identity-file", identity_file,
                       "also write the secret there, for 'age -d -i FILE'");
        command.example("carrot key age alice", "what others give to --encrypt-to");
        command.example("carrot key age alice --identity-file alice.age");
        command.note(
            "Private results of this account on the chosen network are encrypted to this key. It\n"
            "follows from the account's own, so it needs no copy.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(session.key_named(name));
        auto network = TRY(session.network())
        .network;
        auto identity = market::result_key(key, network.passphrase);
        auto recipient = identity.recipient().to_string();
        boost::json::object document{{"name", name}, {"recipient", recipient}};
        if (identity_file) {
            TRY(write_identity(identity, recipient));
            document["identity_file"] = identity_file->native();
        }
        session.output().show(document, recipient);
        return {};
    }

private:
    Result<void> write_identity(const age::Identity& identity, const std::string& recipient) const {
        if (std::filesystem::exists(*identity_file))
            return fail(ErrorCode::already_exists, "--identity-file {}: it exists; name another",
                        identity_file->native());
        auto text = stellar::SecretText(
            fmt::format("# public key: {}\n{}\n", recipient, identity.reveal()));
        return write_file(*identity_file, as_bytes(text.reveal()), FileMode::secret);
    }
};

}  // namespace

void add_key_age(Command& key) {
    key.command<ShowAgeKey>("age", "The age key that an account's private results open with");
}

}  // namespace carrot::cli
