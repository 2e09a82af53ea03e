#include "host/host_world.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {
namespace {

class Settings : public HostWorld {};

TEST_F(Settings, GiveTheLedgersLimits) {
    const auto limits = settings_.limits();
    EXPECT_EQ(limits.tx_max_instructions, 400'000'000);
    EXPECT_EQ(limits.min_persistent_ttl_ledgers, 2'073'600u);
    EXPECT_EQ(limits.min_temporary_ttl_ledgers, 17'280u);
    EXPECT_EQ(limits.max_entry_ttl_ledgers, 3'110'400u);
    EXPECT_GE(limits.rent_write_fee_per_kb_stroops, 1000);
}

TEST_F(Settings, NameTheOneThatIsMissing) {
    ledger_.erase(must(xdr::encode(
        xdr::LedgerKey::config_setting({xdr::ConfigSettingId::CONFIG_SETTING_STATE_ARCHIVAL}))));
    const auto settings = NetworkSettings::load(ledger_);
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(settings.error().message, testing::HasSubstr("StateArchival"));
}

TEST_F(Settings, RefuseAnEmptyWindowOfStateSizes) {
    ledger_.set(xdr::ConfigSettingEntry::live_soroban_state_size_window({}));
    EXPECT_EQ(NetworkSettings::load(ledger_).error().code, ErrorCode::failed_precondition);
}

TEST(Versions, NameTheProtocolAndTheCrates) {
    EXPECT_EQ(protocol_version(), 28u);
    EXPECT_EQ(crate_versions().soroban_env_host, "28.0.2");
    EXPECT_EQ(crate_versions().stellar_xdr, "28.0.0");
}

}  // namespace
}  // namespace carrot::host::test
