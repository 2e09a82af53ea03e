// The table [worker]: every mistake of a file is named at once, with its line and what mends it.
#include "cli/worker_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/file.hpp"
#include "cli/secret_file.hpp"
#include "stellar/key_pair.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WorkerSettingsFile : public testing::Test {
protected:
    void SetUp() override { unsetenv("CREDENTIALS_DIRECTORY"); }

    /// Its mistakes, without the file's name before the line.
    std::vector<std::string> mistakes_in(std::string_view toml) {
        Mistakes mistakes(file);
        settings = read(toml, mistakes);
        check_worker_settings(settings, mistakes);
        auto lines = mistakes.lines();
        for (auto& line : lines) {
            if (line.starts_with(file.native())) line.erase(0, file.native().size() + 1);
        }
        return lines;
    }

    WorkerSettings read(std::string_view toml, Mistakes& mistakes) {
        EXPECT_TRUE(write_file(file, as_bytes(toml)));
        auto loaded = load_worker_settings(mistakes);
        EXPECT_TRUE(loaded) << loaded.error().message;
        return *loaded;
    }

    std::filesystem::path make_secret(const std::string& name, mode_t mode) {
        auto path = directory.path() / name;
        EXPECT_TRUE(write_file(path, as_bytes("hush\n"), FileMode::secret));
        ::chmod(path.c_str(), mode);
        return path;
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "config.toml";
    WorkerSettings settings;
};

constexpr std::string_view provider = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";

TEST_F(WorkerSettingsFile, IsNotNeeded) {
    Mistakes mistakes(directory.path() / "missing.toml");
    auto loaded = load_worker_settings(mistakes).value();
    check_worker_settings(loaded, mistakes);
    EXPECT_THAT(mistakes.lines(), IsEmpty());
    EXPECT_EQ(loaded.port, 3001);
    EXPECT_EQ(loaded.address, "127.0.0.1");
}

TEST_F(WorkerSettingsFile, SaysWhatItSets) {
    make_secret("key.pem", 0600);
    make_secret("cert.pem", 0644);
    EXPECT_THAT(mistakes_in(R"([worker]
mode = "paired"
provider = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7"
address = "0.0.0.0"
port = 443
endpoint = "https://gpu.example"
tls_certificate = "cert.pem"
tls_key = "key.pem"
allowed_origins = ["https://market.example", "http://localhost:5173"]
gpus = [3, 4]
jobs_per_gpu = 2
[worker.gpu_uuids]
3 = "GPU-5a1f"
[worker.images]
allowed = ["docker.io/library/*"]
)"),
                IsEmpty());
    EXPECT_EQ(settings.mode, WorkerMode::paired);
    EXPECT_EQ(settings.provider, provider);
    EXPECT_EQ(settings.port, 443);
    EXPECT_EQ(settings.tls_certificate, directory.path() / "cert.pem");
    EXPECT_EQ(settings.gpus, (std::vector<std::uint32_t>{3, 4}));
    EXPECT_EQ(settings.gpu_uuids.at(3), "GPU-5a1f");
    EXPECT_EQ(settings.jobs_per_gpu, 2u);
    EXPECT_THAT(settings.images.allowed, ElementsAre("docker.io/library/*"));
}

TEST_F(WorkerSettingsFile, NamesEveryMistakeAtOnceWithItsLine) {
    EXPECT_THAT(
        mistakes_in(R"(netwrk = "testnet"
[worker]
mode = "pared"
port = 99999
prot = 3001
insecure = "yes"
gpus = [1]
log_format = "xml"
[worker.gpu_uuids]
2 = "card"
[worker.images]
disk_budget_gb = 0
)"),
        ElementsAre("1: netwrk: there is no such setting: is \"network\" meant?",
                    "3: worker.mode: \"pared\" is neither \"autonomous\" nor \"paired\"",
                    "4: worker.port: 99999 is not from 0 to 65535",
                    "5: worker.prot: there is no such setting: is \"port\" meant?",
                    "6: worker.insecure: it is a string: write true or false, without quotes",
                    "8: worker.log_format: \"xml\" is neither \"text\" nor \"json\"",
                    "10: worker.gpu_uuids.2: \"card\" is not a card's UUID: 'nvidia-smi -L' shows "
                    "them",
                    "10: worker.gpu_uuids.2: worker.gpus does not have GPU 2: add it there",
                    "12: worker.images.disk_budget_gb: 0 is not from 1 to 1000000"));
}

TEST_F(WorkerSettingsFile, OfAPairedWorkerHasAProviderAndNoKey) {
    EXPECT_THAT(mistakes_in("[worker]\nmode = \"paired\"\nkey = \"bob\"\n"),
                ElementsAre(HasSubstr("worker.provider: a paired worker must know whose GPUs"),
                            HasSubstr("3: worker.key: a paired worker has no key: remove it")));
    EXPECT_THAT(mistakes_in("[worker]\nmode = \"paired\"\nprovider = \"GABC\"\n"),
                ElementsAre(HasSubstr("3: worker.provider: ")));
    EXPECT_THAT(mistakes_in("[worker]\nprovider = \"GABC\"\n"),
                ElementsAre(HasSubstr("2: worker.provider: an autonomous worker's provider is")));
}

TEST_F(WorkerSettingsFile, WithASecretKeyIsRefusedWithoutRepeatingIt) {
    auto secret = stellar::KeyPair::generate().secret();
    auto mistakes = mistakes_in("[worker]\nkey = \"" + secret.reveal() + "\"\n");
    ASSERT_THAT(mistakes, ElementsAre(HasSubstr("this is a secret key")));
    EXPECT_THAT(mistakes.front(), Not(HasSubstr(secret.reveal())));
}

TEST_F(WorkerSettingsFile, OpensToOtherMachinesOnlyWithTlsOrOnRequest) {
    std::string_view open = "[worker]\naddress = \"0.0.0.0\"\nendpoint = \"https://gpu.example\"\n";
    EXPECT_THAT(mistakes_in(open), ElementsAre(HasSubstr("2: worker.address: other machines")));
    EXPECT_THAT(mistakes_in(std::string{open} + "insecure = true\n"), IsEmpty());
    EXPECT_THAT(mistakes_in("[worker]\naddress = \"0.0.0.0\"\ninsecure = true\n"),
                ElementsAre(HasSubstr("worker.endpoint: consumers can't reach 0.0.0.0")));
    EXPECT_THAT(mistakes_in("[worker]\naddress = \"localhost\"\n"),
                ElementsAre(HasSubstr("\"localhost\" is not a numeric address")));
}

TEST_F(WorkerSettingsFile, WantsTlsFilesInPairsAndTheKeyClosedToOthers) {
    make_secret("key.pem", 0644);
    make_secret("cert.pem", 0644);
    EXPECT_THAT(mistakes_in("[worker]\ntls_key = \"key.pem\"\n"),
                ElementsAre(HasSubstr("2: worker.tls_key: other users can read"),
                            HasSubstr("2: worker.tls_key: it needs its certificate")));
    EXPECT_THAT(mistakes_in("[worker]\ntls_certificate = \"cert.pem\"\n"),
                ElementsAre(HasSubstr("2: worker.tls_certificate: it needs its key")));
    EXPECT_THAT(mistakes_in("[worker]\ntls_certificate = \"none.pem\"\n"),
                ElementsAre(HasSubstr("none.pem is missing"), HasSubstr("it needs its key")));
}

TEST_F(WorkerSettingsFile, TakesOnlyWholeOriginsAndWebUrls) {
    EXPECT_THAT(mistakes_in("[worker]\nallowed_origins = [\"*\", \"https://a/b\"]\n"),
                ElementsAre(HasSubstr("\"*\" is not a web page's origin"),
                            HasSubstr("\"https://a/b\" is not")));
    EXPECT_THAT(mistakes_in("[worker]\nendpoint = \"unix:///run/x.sock\"\n"),
                ElementsAre(HasSubstr("is not an http:// or https:// URL")));
}

TEST_F(WorkerSettingsFile, FindsCredentialsWhereSystemdPutsThem) {
    auto toml = "[worker]\npassphrase_file = \"credential:open\"\n";
    EXPECT_THAT(mistakes_in(toml), IsEmpty()) << "without systemd nobody can look";
    make_secret("open", 0644);
    setenv("CREDENTIALS_DIRECTORY", directory.path().c_str(), 1);
    EXPECT_THAT(mistakes_in(toml), ElementsAre(HasSubstr("other users can read")));
    EXPECT_THAT(mistakes_in("[worker]\npassphrase_file = \"credential:none\"\n"),
                ElementsAre(HasSubstr("No such file")));
    EXPECT_THAT(mistakes_in("[worker]\npassphrase_file = \"credential:../open\"\n"),
                ElementsAre(HasSubstr("names no credential")));
}

TEST_F(WorkerSettingsFile, MeansRelativeLoginFilesFromItsOwnFolder) {
    make_secret("logins.json", 0600);
    EXPECT_THAT(mistakes_in("[worker.images]\nlogin_files = [\"logins.json\"]\n"), IsEmpty());
    EXPECT_THAT(settings.images.login_files, ElementsAre(directory.path() / "logins.json"));
    EXPECT_THAT(mistakes_in("[worker.images]\nlogin_files = [\"~/logins.json\", \"no.json\"]\n"),
                ElementsAre(HasSubstr("'~' means nothing here"), HasSubstr("no.json is missing")));
}

TEST_F(WorkerSettingsFile, SaysHowPullsAreTriedAgain) {
    EXPECT_THAT(mistakes_in("[worker.images]\nstall_limit_s = 60\nretry_first_ms = 500\n"
                            "retry_last_ms = 5000\nlogin_helper_limit_s = 10\n"),
                IsEmpty());
    EXPECT_EQ(settings.images.stall_limit_s, 60u);
    EXPECT_THAT(mistakes_in("[worker.images]\nretry_first_ms = 60000\n"),
                ElementsAre(HasSubstr("60000 ms, is longer than the last, 30000 ms")));
    EXPECT_THAT(mistakes_in("[worker.images]\nallowed = [\"ghcr.io/*/tool\"]\n"),
                ElementsAre(HasSubstr("2: worker.images.allowed: ")));
}

TEST_F(WorkerSettingsFile, AsTheHelpShowsItHasNoUnknownMembers) {
    std::string toml{worker_settings_help};
    auto begin = toml.find("  [worker]");
    auto end = toml.find("\nA text");
    for (const auto& line : mistakes_in(toml.substr(begin, end - begin)))
        EXPECT_THAT(line, Not(HasSubstr("there is no such setting")));
}

TEST(SecretFile, HoldsOneLineThatNobodyElseReads) {
    tests::TemporaryDirectory directory;
    auto file = directory.path() / "secret";
    EXPECT_EQ(read_secret_file(file).error().code, ErrorCode::not_found);
    ASSERT_TRUE(write_file(file, as_bytes("hush\n"), FileMode::secret));
    EXPECT_EQ(*read_secret_file(file), "hush");
    ::chmod(file.c_str(), 0640);
    EXPECT_THAT(read_secret_file(file).error().message, HasSubstr("chmod 600"));
    for (std::string_view content : {"", "\n", "one\ntwo\n"}) {
        ASSERT_TRUE(write_file(file, as_bytes(content), FileMode::secret));
        EXPECT_EQ(read_secret_file(file).error().code, ErrorCode::invalid_argument);
    }
}

TEST_F(WorkerSettingsFile, NamesServicesThatPinResults) {
    make_secret("pins.token", 0600);
    EXPECT_THAT(mistakes_in("[worker.store]\n"
                            "copies = 1\n"
                            "[worker.store.pinning.one]\n"
                            "url = \"https://pins.example/api\"\n"
                            "token_file = \"pins.token\"\n"
                            "origins = [\"/ip4/203.0.113.5/tcp/4001/p2p/QmUs\"]\n"),
                IsEmpty());
    EXPECT_EQ(settings.store.copies, 1U);
    EXPECT_EQ(settings.store.pinning.at("one").url, "https://pins.example/api");
}

TEST_F(WorkerSettingsFile, SaysWhatAPinningServiceLacks) {
    EXPECT_THAT(mistakes_in("[worker.store]\n"
                            "copies = 3\n"
                            "[worker.store.pinning]\n"
                            "two = \"https://pins.example\"\n"
                            "[worker.store.pinning.one]\n"
                            "origin = \"x\"\n"),
                testing::UnorderedElementsAre(
                    HasSubstr("worker.store.copies: 3 copies need as many services, there are 1"),
                    HasSubstr("worker.store.pinning.two: it must be a table"),
                    HasSubstr("worker.store.pinning.one.origin: there is no such setting"),
                    HasSubstr("worker.store.pinning.one.url: it is missing"),
                    HasSubstr("worker.store.pinning.one.token_file: it is missing"),
                    HasSubstr("worker.store.pinning.one.origins: the service fetches")));
}

}  // namespace
}  // namespace carrot::cli
