#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace carrot::cli {
namespace {

struct GenerateKey {
    std::string name;
    bool fund = false;
    bool encrypts = false;

    void declare(Command& command) {
        command.argument("name", name, "letters, digits, - and _");
        command.flag("--encrypt", encrypts, "keep it under a passphrase, which is asked for");
        command.flag("--fund", fund, "also ask the network's friendbot for XLM");
        command.example("carrot key generate alice --fund");
        command.example("carrot key generate bob --encrypt", "for a machine that signs by itself");
        command.note(
            "The secret is kept in stellar-cli's folder and never shown. The passphrase comes "
            "from\n"
            "the terminal or --passphrase-file; stellar-cli can't use a key that has one.");
    }

    Result<void> run(Session& session) {
        auto key = stellar::KeyPair::generate();
        TRY(session.save_key(name, key, encrypts ? KeyForm::encrypted : KeyForm::plain));
        auto account = key.account();
        if (fund) {
            auto* caller = TRY(session.caller());
            TRY(caller->rpc().fund(account, session.stop()));
        }
        session.output().show({{"name", name},
                               {"address", account.to_string()},
                               {"encrypted", encrypts},
                               {"funded", fund}},
                              fmt::format("{}  {}", name, account));
        return {};
    }
};

}  // namespace

void add_key_generate(Command& key) { key.command<GenerateKey>("generate", "Make a new key"); }

}  // namespace carrot::cli
