#include <boost/json.hpp>

#include "cli/commands.hpp"
#include "cli/local_content.hpp"
#include "cli/standard_input.hpp"
#include "ipfs/car_file.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/ipfs.hpp"

namespace carrot::cli {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

struct ExportCar {
    std::string what;
    std::filesystem::path destination = "-";

    void declare(Command& command) {
        command.argument("path", what, "CID, ipfs://CID or CID/path");
        command.option("-o,--output", destination, "the file to write, - for stdout (-)");
        command.example("carrot ipfs export bafy… -o result.car");
        command.example("carrot ipfs export bafy… | ssh other carrot ipfs import -");
        command.note(
            "A CAR (version 1) holds every block, so 'carrot ipfs import', 'ipfs dag import' and "
            "other\nprograms get the same CIDs from it.");
    }

    Result<void> run(Session& session) {
        const auto path = TRY(ipfs::ContentPath::parse(what));
        if (destination == "-") TRY(check_stdout(session.output()));
        const auto content = TRY(LocalContent::open(session, "exporting"));
        const auto root = TRY(ipfs::resolve(*content, path))
        .cid;
        if (destination == "-") return stream(session, *content, root);
        const auto size = TRY(ipfs::export_car(*content, root, destination, session.stop()));
        session.output().clear_passing();
        session.output().show(
            {{"root", root.to_string()}, {"output", destination.native()}, {"car_bytes", size}},
            destination.native());
        return {};
    }

private:
    static Result<void> check_stdout(const Output& output) {
        if (output.format() == Format::json)
            return fail(ErrorCode::invalid_argument,
                        "--json and the CAR both want stdout: name a file with -o");
        if (output.results_on_terminal())
            return fail(ErrorCode::invalid_argument,
                        "a CAR is nothing for a terminal: name a file with -o, or redirect stdout");
        return {};
    }

    static Result<void> stream(Session& session, const ipfs::BlockSource& content,
                               const ipfs::Cid& root) {
        ipfs::CarWriter car(content, root);
        Bytes buffer(piece_bytes);
        for (;;) {
            if (session.stop().stop_requested())
                return fail(ErrorCode::cancelled, "exporting was stopped");
            const auto count = TRY(car.read(buffer));
            if (count == 0) return {};
            TRY(session.output().write(BytesView(buffer).first(count)));
        }
    }
};

}  // namespace

void add_ipfs_export(Command& ipfs) {
    ipfs.command<ExportCar>("export", "Write what a CID names as a CAR file");
}

}  // namespace carrot::cli
