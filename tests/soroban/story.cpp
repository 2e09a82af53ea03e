#include "story.hpp"

#include <cstdlib>

#include "base/file.hpp"

namespace soroban::test {

using carrot::as_bytes;
using carrot::as_text;
using carrot::testkit::must;
using carrot::xdr::ScVal;

namespace {

constexpr i128 balance_stroops = 100'000'000;

}  // namespace

Story::Story()
    : alice(name_account("alice")), bob(name_account("bob")), carol(name_account("carol")) {}

Address Story::name_account(const std::string& name) {
    const auto account = chain.create_account(name[0], balance_stroops);
    this->name(name, account.to_string());
    return {account.to_string()};
}

void Story::name(const std::string& name, const std::string& strkey) { strkeys_[name] = strkey; }

void Story::deploy(const std::string& name, carrot::BytesView wasm, std::vector<ScVal> arguments) {
    const auto salt = static_cast<std::uint8_t>(contracts_.size() + 1);
    chain.deploy(wasm, salt, std::move(arguments));
    contracts_[name] = chain.contract_address(salt);
    this->name(name, contracts_[name].to_string());
}

Address Story::deploy_xlm() {
    name("xlm", chain.deploy_native_asset().to_string());
    return address_of("xlm");
}

void Story::after_s(u64 seconds) {
    chain.advance_time_s(seconds);
    transcript_ += "… " + std::to_string(seconds) + " s later\n";
}

void Story::after_ledgers(u32 ledgers) {
    chain.advance_ledgers(ledgers);
    transcript_ += "… " + std::to_string(ledgers) + " ledgers later\n";
}

std::string Story::told(std::string text) const {
    for (const auto& [name, strkey] : strkeys_) {
        for (auto at = text.find(strkey); at != std::string::npos; at = text.find(strkey))
            text.replace(at, strkey.size(), name);
    }
    return text;
}

std::string Story::told(const std::vector<ScVal>& values) const {
    std::string text;
    for (const auto& value : values) {
        if (!text.empty()) text += ", ";
        text += told(carrot::stellar::to_text(value));
    }
    return text;
}

carrot::testkit::Call Story::call(const std::string& name, std::string_view function,
                                  std::vector<ScVal> arguments) {
    transcript_ += name + "." + std::string(function) + "(" + told(arguments) + ")";
    const auto outcome = chain.call(contracts_.at(name), function, std::move(arguments));
    if (outcome.succeeded) {
        transcript_ += " = " + told(carrot::stellar::to_text(outcome.return_value)) + "\n";
    } else if (outcome.error && outcome.error->if_contract_code() != nullptr) {
        transcript_ += " ! error " + std::to_string(outcome.error->contract_code()) + "\n";
    } else {
        transcript_ += " ! refused by the host\n";
    }
    for (const auto& event : outcome.events) {
        const auto& body = event.body.v0();
        transcript_ += "    event " + told(body.topics) + ": " +
                       told(carrot::stellar::to_text(body.data)) + "\n";
    }
    return outcome;
}

void Story::TearDown() {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    const std::string path = CARROT_SOURCE_DIR "/tests/soroban/golden/" + test + ".txt";
    if (std::getenv("CARROT_WRITE_GOLDEN") != nullptr) {
        ASSERT_TRUE(carrot::write_file(path, as_bytes(transcript_)).has_value());
    }
    EXPECT_EQ(transcript_, as_text(must(carrot::read_file(path, 1 << 20))));
}

}  // namespace soroban::test
