#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct EncryptKey {
    std::string name;

    void declare(Command& command) {
        command.argument("name", name, "of a key without a passphrase");
        command.example("carrot key encrypt bob");
        command.note(
            "Replaces the key's file. Copies of the old one, in backups or freed blocks of the\n"
            "disk, still hold the secret: a key that was made with --encrypt never had any.");
    }

    Result<void> run(Session& session) {
        auto store = session.user_keys();
        auto key = TRY(store.load(name));
        TRY(session.replace_by_encrypted(name, key));
        session.output().show({{"name", name}, {"encrypted", true}},
                              fmt::format("{} opens with its passphrase only", name));
        return {};
    }
};

}  // namespace

void add_key_encrypt(Command& key) {
    key.command<EncryptKey>("encrypt", "Put a key under a passphrase");
}

}  // namespace carrot::cli
