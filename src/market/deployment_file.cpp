#include <toml++/toml.h>

#include <sstream>

#include "base/file.hpp"
#include "market/deployment.hpp"

namespace carrot::market {
namespace {

constexpr std::size_t file_limit_bytes = 64 << 10;

Result<std::string> member(const toml::table& table, std::string_view name) {
    auto text = table[name].value_exact<std::string>();
    if (!text) return fail(ErrorCode::corrupt_data, "\"{}\" is missing or not a string", name);
    return *std::move(text);
}

Result<stellar::ContractId> contract(const toml::table& table, std::string_view name) {
    return with_context(stellar::ContractId::parse(TRY(member(table, name))), name);
}

Result<stellar::AccountId> account(const toml::table& table, std::string_view name) {
    return with_context(stellar::AccountId::parse(TRY(member(table, name))), name);
}

Result<Deployment> read_deployment(const toml::table& table) {
    return Deployment {
        .network_passphrase = TRY(member(table, "network_passphrase"))
        , .gpu_registry = TRY(contract(table, "gpu_registry"))
        , .job_marketplace = TRY(contract(table, "job_marketplace"))
        , .token = TRY(contract(table, "token"))
        , .treasury = TRY(account(table, "treasury"))
        ,
    };
}

}  // namespace

Result<Deployment> load_deployment(const std::filesystem::path& file) {
    auto context = fmt::format("read deployment {}", file.native());
    auto content = TRY(with_context(read_file(file, file_limit_bytes), context));
    try {
        return with_context(read_deployment(toml::parse(as_text(content))), context);
    } catch (const toml::parse_error& error) {
        return fail(ErrorCode::corrupt_data, "{}: line {}: {}", context, error.source().begin.line,
                    error.description());
    }
}

Result<void> save_deployment(const std::filesystem::path& file, const Deployment& deployment) {
    toml::table table{
        {"network_passphrase", deployment.network_passphrase},
        {"gpu_registry", deployment.gpu_registry.to_string()},
        {"job_marketplace", deployment.job_marketplace.to_string()},
        {"token", deployment.token.to_string()},
        {"treasury", deployment.treasury.to_string()},
    };
    std::ostringstream text;
    text << table << '\n';
    TRY(make_directories(file.parent_path()));
    return with_context(write_file(file, as_bytes(text.view())),
                        fmt::format("write deployment {}", file.native()));
}

}  // namespace carrot::market
