#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "http/url.hpp"

namespace carrot::cli {
namespace {

struct SetEndpoint {
    std::string url;

    void declare(Command& command) {
        command.argument("url", url, "http:// or https://; \"\" takes it away");
        command.example("carrot gpu endpoint https://gpu.example:3001 --key bob");
        command.note("A worker with the provider's key does this by itself when it starts.");
    }

    Result<void> run(Session& session) {
        if (!url.empty()) TRY(http::Url::parse(url));
        auto key = TRY(session.key());
        auto market = TRY(session.market());
        auto receipt = TRY(market.registry_as(key, session.call_options())
                               .set_endpoint(market::address_of(key.account()), url));

        boost::json::object document{{"endpoint", url}};
        add_receipt(document, receipt);
        session.output().show(document,
                              fmt::format("consumers find your worker at {}\n{}", url,
                                          receipt_line(receipt, session.output().paint())));
        return {};
    }
};

}  // namespace

void add_gpu_endpoint(Command& gpu) {
    gpu.command<SetEndpoint>("endpoint", "Tell consumers where your worker answers");
}

}  // namespace carrot::cli
