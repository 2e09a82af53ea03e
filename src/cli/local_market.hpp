// A whole market in one process: network, IPFS store with its gateway, container engine, contracts,
// accounts and a worker. 'carrot up' runs one, and so do the end-to-end tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/local_accounts.hpp"
#include "cli/local_endpoints.hpp"
#include "cli/output.hpp"
#include "ipfs/result_store.hpp"
#include "market/market.hpp"
#include "worker/journal.hpp"

namespace carrot::cli {

struct LocalMarketOptions {
    std::filesystem::path directory;         ///< ledger, keys, worker
    std::filesystem::path store_directory;   ///< results
    std::filesystem::path engine_directory;  ///< of a private engine, when there is no other
    std::filesystem::path engine_socket;     ///< empty: look for one
    std::filesystem::path python_image_tar;  ///< empty: the engine has the image
    std::uint16_t network_port = 8000;       ///< 0 takes a free one, here and below
    std::uint16_t gateway_port = 8081;
    std::uint16_t worker_port = 3001;
    std::uint16_t web_port = 8080;
    std::filesystem::path web_directory;      ///< the built page; empty: there is none
    std::vector<std::string> worker_origins;  ///< of other web pages that may drive the worker
};

class LocalMarket {
public:
    /// Starts the parts one after the other, with a Step each. A second start on the same folder
    /// finds everything that the first one made. A taken port says by whom, and which option
    /// chooses another.
    static Result<std::unique_ptr<LocalMarket>> start(const LocalMarketOptions& options,
                                                      Output& output, std::stop_token stop);

    /// Stops all parts; jobs that run go on in their containers, and the next start finds them.
    ~LocalMarket();
    LocalMarket(const LocalMarket&) = delete;
    LocalMarket& operator=(const LocalMarket&) = delete;

    const LocalEndpoints& endpoints() const;
    std::string web_url() const;  ///< of the page; empty without one
    const LocalAccounts& accounts() const;
    const market::Market& market() const;
    ipfs::ResultStore& store() const;
    market::GpuId gpu_id() const;  ///< bob's first
    const std::string& engine_description() const;

    /// What the worker knows of a job; not_found before it has looked at it.
    Result<worker::JobRecord> job_record(market::JobId job_id) const;

    /// Blocks until a stop is requested or the worker fails, which is then the error.
    Result<void> run(std::stop_token stop);

private:
    struct Parts;
    explicit LocalMarket(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace carrot::cli
