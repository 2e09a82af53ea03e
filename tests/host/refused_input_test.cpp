// Bytes from outside that are wrong, in every argument: an error that names it, never a crash.

#include <random>

#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class RefusedInput : public HostWorld {
protected:
    RefusedInput() {
        deploy_probe();
        prepared_ = prepares(probe("increment"));
    }

    void expect_refused(std::string_view named) {
        const auto outcome = invokes(prepared_);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::invalid_argument);
        EXPECT_THAT(outcome.error().message, testing::HasSubstr(named));
    }

    PreparedInvoke prepared_;
};

const Bytes garbage = {0xff, 0xff, 0xff, 0xff, 1, 2, 3};

TEST_F(RefusedInput, HostFunction) {
    prepared_.host_function = garbage;
    expect_refused("host function");
}

TEST_F(RefusedInput, HostFunctionCutShort) {
    prepared_.host_function.pop_back();
    expect_refused("host function");
}

TEST_F(RefusedInput, HostFunctionWithBytesLeftOver) {
    prepared_.host_function.push_back(0);
    expect_refused("host function");
}

TEST_F(RefusedInput, EmptyHostFunction) {
    prepared_.host_function.clear();
    expect_refused("host function");
}

TEST_F(RefusedInput, Resources) {
    prepared_.resources = garbage;
    expect_refused("resources");
}

TEST_F(RefusedInput, SourceAccount) {
    prepared_.source_account = garbage;
    expect_refused("source account");
}

TEST_F(RefusedInput, AuthorizationEntry) {
    prepared_.auth_entries.push_back(garbage);
    expect_refused("authorization entry");
}

TEST_F(RefusedInput, TooFewFootprintEntries) {
    prepared_.footprint_entries.pop_back();
    expect_refused("entries were given");
}

TEST_F(RefusedInput, RestoredIndexOutsideTheFootprint) {
    prepared_.restored_read_write_indices.push_back(99);
    expect_refused("restored entry 99");
}

TEST_F(RefusedInput, ExpiredEntry) {
    now_.sequence = 4'000'000;
    expect_refused("lived until ledger");
}

TEST_F(RefusedInput, ContractEntryWithoutTtl) {
    prepared_.footprint_entries.front()->live_until_ledger.reset();
    expect_refused("needs a TTL");
}

TEST_F(RefusedInput, FootprintEntryThatIsNoXdr) {
    prepared_.footprint_entries.front()->entry = garbage;
    const auto outcome = invokes(prepared_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::corrupt_data);
}

TEST_F(RefusedInput, EmptyFootprintEntry) {
    prepared_.footprint_entries.front()->entry.clear();
    const auto outcome = invokes(prepared_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::corrupt_data);
}

TEST_F(RefusedInput, AnotherProtocol) {
    now_.protocol_version = 27;
    expect_refused("protocol 28 only");
}

TEST_F(RefusedInput, DeeplyNestedValue) {
    // A vector in a vector, 10,000 deep.
    Bytes deep;
    for (int depth = 0; depth < 10'000; ++depth) {
        for (const std::uint8_t byte : {0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 1})
            deep.push_back(byte);
    }
    for (const std::uint8_t byte : {0, 0, 0, 1})
        deep.push_back(byte);
    Bytes function = must(xdr::encode(probe("increment")));
    function.back() = 1;  // one argument
    function.insert(function.end(), deep.begin(), deep.end());
    prepared_.host_function = function;
    expect_refused("host function");
}

TEST_F(RefusedInput, LengthBeyondTheInput) {
    prepared_.host_function = {0, 0, 0, 2, 0x7f, 0xff, 0xff, 0xff};  // wasm of 2 GiB
    expect_refused("host function");
}

TEST_F(RefusedInput, EveryTruncationOfARequest) {
    const Bytes whole = prepared_.host_function;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        prepared_.host_function.assign(whole.begin(),
                                       whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_FALSE(invokes(prepared_)) << size;
    }
}

/// Changes one byte of one of the buffers.
void damage(std::mt19937& random, std::vector<Bytes*> buffers) {
    std::erase_if(buffers, [](const Bytes* buffer) { return buffer->empty(); });
    Bytes& buffer = *buffers[random() % buffers.size()];
    buffer[random() % buffer.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
}

TEST_F(RefusedInput, EveryDamagedRequestEndsInAnOutcomeOrAnError) {
    std::mt19937 random(1);
    const PreparedInvoke whole = prepares(probe("authorized", {xdr::ScVal::address(probe_)}));
    for (int round = 0; round < 1000; ++round) {
        prepared_ = whole;
        std::vector<Bytes*> buffers = {&prepared_.host_function, &prepared_.resources,
                                       &prepared_.source_account};
        for (Bytes& entry : prepared_.auth_entries)
            buffers.push_back(&entry);
        for (auto& stored : prepared_.footprint_entries) {
            if (stored) buffers.push_back(&stored->entry);
        }
        damage(random, buffers);
        const auto outcome = invokes(prepared_);
        if (!outcome) {
            ASSERT_NE(outcome.error().code, ErrorCode::internal) << outcome.error().message;
        }
    }
}

TEST_F(RefusedInput, EveryDamagedOperationEndsInASimulationOrAnError) {
    std::mt19937 random(2);
    const Bytes whole =
        must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = upload(probe_wasm())}));
    for (int round = 0; round < 1000; ++round) {
        Bytes operation = whole;
        damage(random, {&operation});
        const auto simulation = simulate_invoke(
            ledger_, settings_, now_, {.operation = operation, .source_account = source_});
        if (!simulation) {
            ASSERT_NE(simulation.error().code, ErrorCode::internal) << simulation.error().message;
        }
    }
}

TEST_F(RefusedInput, SimulatedOperation) {
    const auto simulation = simulate_invoke(ledger_, settings_, now_,
                                            {.operation = garbage, .source_account = source_});
    ASSERT_FALSE(simulation);
    EXPECT_EQ(simulation.error().code, ErrorCode::invalid_argument);
}

TEST_F(RefusedInput, KeysOfFootprintOperations) {
    const std::vector<Bytes> keys = {garbage};
    EXPECT_EQ(simulate_restore(ledger_, settings_, now_, keys).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(simulate_extend_ttl(ledger_, settings_, now_, keys, 10).error().code,
              ErrorCode::invalid_argument);
}

TEST_F(RefusedInput, FeeArguments) {
    EXPECT_EQ(compute_resource_fee(settings_, Operation::invoke_host_function, garbage, 1, 1)
                  .error()
                  .code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(
        compute_rent_fee(settings_, std::vector<RentChange>{{.key = garbage}}, 1).error().code,
        ErrorCode::invalid_argument);
    EXPECT_EQ(rent_size_bytes(settings_, garbage).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace carrot::host::test
