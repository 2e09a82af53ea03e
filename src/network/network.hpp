// network: a whole Stellar network in one process, as wallets, SDKs and stellar-cli see one:
// Stellar RPC (JSON-RPC 2.0 at POST /rpc and /), friendbot (/friendbot?addr=G…) and the Horizon
// paths that Freighter reads (/accounts/{G}, /accounts/{G}/operations, /).
//
//   auto network = TRY(Network::start({.data_directory = folder, .port = 8000}));
//   log::info("network", "RPC at {}", network->rpc_url());   // http://127.0.0.1:8000/rpc
//   …
//   network->stop();                                         // or let it go out of scope
//
// A ledger closes as soon as a transaction is pending, and an empty one every close interval.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ledger/ledger.hpp"

namespace carrot::network {

struct NetworkOptions {
    /// Where the ledger is kept; made when missing. Without one the network is forgotten on stop.
    std::optional<std::filesystem::path> data_directory{};

    std::string passphrase{ledger::standalone_passphrase};

    /// Where to listen. Loopback unless told otherwise: the root account's key is public knowledge.
    std::string address = "127.0.0.1";
    /// 0 takes a free port.
    std::uint16_t port = 8000;

    /// Must outlive the network.
    Clock* clock = &system_clock();

    /// An empty ledger closes when this much of the clock's time passes without a transaction.
    std::chrono::milliseconds close_interval{5000};

    /// How many ledgers back transactions and events can be asked for (7 days of 5 s).
    std::uint32_t retention_ledgers = ledger::default_retention_ledgers;

    ledger::GenesisSettings settings{};
};

class Network {
public:
    /// Opens or creates the ledger, then listens. Fails with failed_precondition when the folder
    /// holds another network's ledger or another version's, unavailable when another process has
    /// the folder open, already_exists when the port is taken.
    static Result<std::unique_ptr<Network>> start(NetworkOptions options);

    /// Stops.
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// http://address:port, without a path: friendbot's origin and Freighter's "Horizon RPC URL".
    const std::string& url() const;
    /// http://address:port/rpc
    std::string rpc_url() const;
    const std::string& passphrase() const;

    ledger::Ledger& ledger();

    /// Finishes the requests in hand, closes what is pending, and stops listening. Idempotent.
    void stop();

private:
    struct State;
    explicit Network(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace carrot::network
