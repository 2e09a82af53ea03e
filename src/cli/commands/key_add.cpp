#include "cli/commands.hpp"
#include "cli/passphrase.hpp"
#include "cli/render.hpp"
#include "cli/secret_file.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace carrot::cli {
namespace {

struct AddKey {
    std::string name;
    std::optional<std::filesystem::path> secret_file;
    bool encrypts = false;

    void declare(Command& command) {
        command.argument("name", name, "letters, digits, - and _");
        command.option("--secret-file", secret_file,
                       "holds the secret key (S…); asked for without");
        command.flag("--encrypt", encrypts, "keep it under a passphrase");
        command.example("carrot key add bob --encrypt");
        command.note("For a key that you have already. Its secret is asked for and not shown.");
    }

    Result<void> run(Session& session) {
        auto key = TRY(stellar::KeyPair::from_secret(TRY(read_secret()).reveal()));
        TRY(session.save_key(name, key, encrypts ? KeyForm::encrypted : KeyForm::plain));
        auto address = key.account().to_string();
        session.output().show({{"name", name}, {"address", address}, {"encrypted", encrypts}},
                              fmt::format("{}  {}", name, address));
        return {};
    }

private:
    Result<stellar::SecretText> read_secret() const {
        if (secret_file) return stellar::SecretText(TRY(read_secret_file(*secret_file)));
        return ask_secret(fmt::format("Secret key (S…) of {}", name));
    }
};

}  // namespace

void add_key_add(Command& key) { key.command<AddKey>("add", "Keep a key that you have already"); }

}  // namespace carrot::cli
