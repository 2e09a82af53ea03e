#include "market/deployment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "market/contract_error.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::market {
namespace {

using testing::HasSubstr;

constexpr auto standalone = "Standalone Network ; February 2017";
const auto treasury = stellar::AccountId{.ed25519 = {3}};

TEST(PlanDeployment, GivesTheNetworksOwnXlmContract) {
    auto plan = plan_deployment(standalone, treasury).value();
    EXPECT_EQ(plan.token.to_string(), "CDMLFMKMMD7MWZP3FKUBZPVHTUEDLSX4BYGYKH4GCESXYHS3IHQ4EIG4");
    auto testnet = plan_deployment("Test SDF Network ; September 2015", treasury).value();
    EXPECT_EQ(testnet.token.to_string(),
              "CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC");
}

TEST(PlanDeployment, GivesEveryMarketItsOwnAddresses) {
    auto plan = plan_deployment(standalone, treasury).value();
    auto other = plan_deployment(standalone, treasury, "other").value();
    EXPECT_EQ(plan_deployment(standalone, treasury), plan);
    EXPECT_NE(plan.gpu_registry, plan.job_marketplace);
    EXPECT_NE(plan.gpu_registry, other.gpu_registry);
    EXPECT_NE(plan.job_marketplace, other.job_marketplace);
}

TEST(DeploymentFile, ComesBackAsItWasSaved) {
    tests::TemporaryDirectory directory;
    auto file = directory.path() / "deployments" / "local.toml";
    auto plan = plan_deployment(standalone, treasury).value();
    ASSERT_TRUE(save_deployment(file, plan));
    EXPECT_EQ(load_deployment(file), plan);
}

TEST(DeploymentFile, SaysWhatIsWrongWithIt) {
    tests::TemporaryDirectory directory;
    auto file = directory.path() / "local.toml";
    EXPECT_EQ(load_deployment(file).error().code, ErrorCode::not_found);
    ASSERT_TRUE(write_file(file, as_bytes("gpu_registry = 1")));
    auto wrong = load_deployment(file);
    EXPECT_EQ(wrong.error().code, ErrorCode::corrupt_data);
    EXPECT_THAT(wrong.error().message, HasSubstr("network_passphrase"));
    ASSERT_TRUE(write_file(file, as_bytes("= 1")));
    EXPECT_THAT(load_deployment(file).error().message, HasSubstr("line 1"));
}

TEST(ContractErrors, AreExplainedByNumber) {
    EXPECT_EQ(contract_error(208).name, "job_not_open");
    EXPECT_EQ(contract_error(101).name, "gpu_not_found");
    EXPECT_EQ(contract_error(9999).name, "");
    auto failure = contract_failure("claim_job", 208).error();
    EXPECT_EQ(failure.code, ErrorCode::contract_failed);
    EXPECT_THAT(failure.message, HasSubstr("(contract error 208, job_not_open)"));
}

}  // namespace
}  // namespace carrot::market
