#include <boost/json.hpp>

#include "base/utf8.hpp"
#include "cli/byte_progress.hpp"
#include "cli/commands.hpp"
#include "cli/pin_lifetime.hpp"
#include "cli/standard_input.hpp"
#include "cli/store_budget.hpp"
#include "ipfs/car_file.hpp"
#include "ipfs/car_reader.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {
namespace {

boost::json::array to_document(const std::vector<ipfs::Cid>& roots) {
    boost::json::array documents;
    for (const auto& root : roots)
        documents.emplace_back(root.to_string());
    return documents;
}

struct ImportCars {
    std::vector<std::filesystem::path> files;
    std::optional<std::string> pin_name;
    std::optional<PinLifetime> lifetime;
    bool no_pin = false;
    bool partial = false;
    bool quiet = false;

    void declare(Command& command) {
        command.argument("file", files, "CAR files, - for stdin");
        command.option("--name", pin_name, "of the pins, for people (the file's)");
        command.option("--expires", lifetime, "how long it is kept: 90m, 12h, 30d (for good)");
        command.flag("--no-pin", no_pin, "don't pin the roots: 'carrot ipfs gc' removes them");
        command.flag("--partial", partial, "parts of DAGs will do, which are not pinned");
        command.flag("-q,--quiet", quiet, "CIDs and nothing else");
        command.example("carrot ipfs import result.car");
        command.example(
            "curl -H 'Accept: application/vnd.ipld.car' https://…/ipfs/bafy… | "
            "carrot ipfs import -");
        command.note(
            "Every block is checked against its CID, and the DAGs must be complete. Files that "
            "came before one\nthat is refused stay imported.");
    }

    Result<void> run(Session& session) {
        if ((no_pin || partial) && (pin_name || lifetime))
            return fail(ErrorCode::invalid_argument,
                        "--name and --expires are of pins: they don't go with --no-pin and "
                        "--partial");
        if (std::ranges::count_if(files, is_standard_input) > 1)
            return fail(ErrorCode::invalid_argument, "- stands more than once: stdin ends once");
        auto& output = session.output();
        boost::json::array documents;
        for (const auto& file : files) {
            const auto name = is_standard_input(file) ? std::string("stdin") : file.native();
            const auto imported = TRY(with_context(import(session, file), "import " + name));
            documents.push_back(boost::json::object{{"file", to_utf8(file.native())},
                                                    {"roots", to_document(imported.roots)},
                                                    {"blocks", imported.blocks},
                                                    {"block_bytes", imported.bytes}});
            for (const auto& root : imported.roots)
                output.say("{}", root.to_string());
            if (!quiet)
                output.note("{}: {} blocks, {}{}", name, imported.blocks,
                            to_text_bytes(imported.bytes), pins() ? ", pinned" : ", not pinned");
        }
        output.show({{"imported", std::move(documents)}}, "");
        return {};
    }

private:
    bool pins() const { return !no_pin && !partial; }

    Result<ipfs::ImportedCar> import(Session& session, const std::filesystem::path& file) const {
        const bool piped = is_standard_input(file);
        const auto opened = piped ? FileDescriptor() : TRY(ipfs::open_car(file));
        const auto bytes =
            piped ? standard_input(session) : ipfs::bytes_of_file(opened.get(), file);
        const auto blocks = TRY(open_block_store(session));
        std::optional<ByteProgress> progress;
        if (!quiet) progress.emplace(session, "importing " + printable(file.native()));
        const auto counted = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
            const auto count = TRY(bytes(out));
            if (progress) progress->advance(count);
            return count;
        };
        auto imported = TRY(ipfs::import_car(
            *blocks, counted, partial ? ipfs::Completeness::partial : ipfs::Completeness::required,
            session.stop()));
        if (pins())
            TRY(pin(session, imported, piped ? "stdin" : to_utf8(file.filename().native())));
        return imported;
    }

    Result<void> pin(Session& session, const ipfs::ImportedCar& imported,
                     const std::string& file_name) const {
        const auto store = TRY(ipfs::open_embedded_store(session.store_directory()));
        for (const auto& root : imported.roots)
            TRY(store->pin(root, pin_name.value_or(file_name), end_of(lifetime, session.clock())));
        return {};
    }
};

}  // namespace

void add_ipfs_import(Command& ipfs) {
    ipfs.command<ImportCars>("import", "Store and pin what CAR files hold, and print their roots");
}

}  // namespace carrot::cli
