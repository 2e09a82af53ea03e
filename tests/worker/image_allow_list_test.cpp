#include "worker/image_allow_list.hpp"

#include <gtest/gtest.h>

#include "worker/image_policy.hpp"

namespace carrot::worker {
namespace {

bool allows(const std::vector<std::string>& patterns, std::string_view image) {
    const auto list = ImageAllowList::parse(patterns);
    const auto reference = market::parse_image_reference(image);
    EXPECT_TRUE(list) << (list ? "" : list.error().message);
    EXPECT_TRUE(reference) << image;
    return list && reference && list->allows(*reference);
}

const std::string digest = "sha256:" + std::string(64, 'a');

TEST(ImageAllowList, AllowsEverythingWhenItIsEmpty) {
    EXPECT_TRUE(allows({}, "busybox"));
    EXPECT_TRUE(allows({"*"}, "ghcr.io/a/b:c"));
}

TEST(ImageAllowList, CompletesNamesAsDockerDoes) {
    EXPECT_TRUE(allows({"busybox"}, "docker.io/library/busybox:1"));
    EXPECT_TRUE(allows({"docker.io/library/*"}, "busybox"));
    EXPECT_TRUE(allows({"index.docker.io/library/busybox"}, "busybox"));
    EXPECT_TRUE(allows({"GHCR.io/me/tool"}, "ghcr.io/me/tool"));
    EXPECT_FALSE(allows({"docker.io/library/*"}, "someone/busybox"));
    EXPECT_FALSE(allows({"busybox"}, "ghcr.io/library/busybox"));
}

TEST(ImageAllowList, TakesARepositoryWithAnyTagOrDigest) {
    EXPECT_TRUE(allows({"ghcr.io/me/tool"}, "ghcr.io/me/tool:7"));
    EXPECT_TRUE(allows({"ghcr.io/me/tool"}, "ghcr.io/me/tool@" + digest));
    EXPECT_FALSE(allows({"ghcr.io/me/tool"}, "ghcr.io/me/toolbox"));
    EXPECT_FALSE(allows({"ghcr.io/me/tool"}, "ghcr.io/me/tool/x"));
}

TEST(ImageAllowList, TakesOneTagAndNoDigestBesideIt) {
    EXPECT_TRUE(allows({"me/tool:1"}, "me/tool:1"));
    EXPECT_TRUE(allows({"me/tool:latest"}, "me/tool"));
    EXPECT_FALSE(allows({"me/tool:1"}, "me/tool:2"));
    EXPECT_FALSE(allows({"me/tool:1"}, "me/tool:1@" + digest));
}

TEST(ImageAllowList, TakesOneDigest) {
    EXPECT_TRUE(allows({"me/tool@" + digest}, "me/tool:9@" + digest));
    EXPECT_FALSE(allows({"me/tool@" + digest}, "me/tool:9"));
}

TEST(ImageAllowList, TakesEverythingBelowAStar) {
    EXPECT_TRUE(allows({"carrot/*"}, "carrot/python:1"));
    EXPECT_TRUE(allows({"ghcr.io/me/*"}, "ghcr.io/me/a/b"));
    EXPECT_TRUE(allows({"ghcr.io/*"}, "ghcr.io/anybody/x"));
    EXPECT_TRUE(allows({"docker.io/*"}, "someone/busybox"));
    EXPECT_FALSE(allows({"carrot/*"}, "carrots/python"));
    EXPECT_FALSE(allows({"ghcr.io/me/*"}, "ghcr.io/me"));
    EXPECT_FALSE(allows({"ghcr.io/*"}, "ghcr.io.evil.example/x"));
}

TEST(ImageAllowList, RefusesPatternsOfOtherForms) {
    for (const auto* pattern : {"", "*/tool", "ghcr.io/*/tool", "me/t*", "me/*:1", "me/**", "/*",
                                "a b", "ghcr.io/me/", "*.io/x", "me/tool:"})
        EXPECT_FALSE(ImageAllowList::parse({pattern})) << pattern;
}

TEST(ImagePolicy, HasNoMistakesAsItComes) { EXPECT_TRUE(ImagePolicy().check().empty()); }

TEST(ImagePolicy, NamesEveryMistakeAtOnce) {
    ImagePolicy policy;
    policy.allowed = {"fine", "not fine", "n*r this"};
    policy.pull_attempts = 0;
    policy.pull_limit = {};
    policy.max_image_bytes = policy.disk_budget_bytes + 1;
    policy.login_files = {"config.json"};
    EXPECT_EQ(policy.check().size(), 6u);
}

}  // namespace
}  // namespace carrot::worker
