// A test as a story: contracts on the real host, and a transcript of every call, with its result
// and its events, that is compared with a golden file of the test's name.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "soroban/interface.hpp"
#include "testkit/testkit.hpp"

namespace soroban::test {

class Story : public testing::Test {
    std::map<std::string, std::string> strkeys_;  // before the people, who are named here

protected:
    using Chain = carrot::testkit::Chain;

    Story();
    void TearDown() override;

    /// The Transport of a client whose calls are told.
    class Told {
    public:
        Told(Story& story, std::string name) : story_(&story), name_(std::move(name)) {}

        template <class Function, class... Argument>
        carrot::testkit::Outcome<typename Function::Result> invoke(const Argument&... arguments) {
            auto values = carrot::testkit::must(carrot::stellar::encode_arguments(arguments...));
            return carrot::testkit::Outcome<typename Function::Result>(
                story_->call(name_, Function::name, std::move(values)));
        }

    private:
        Story* story_;
        std::string name_;
    };

    template <class Contract, class... Argument>
    Client<Contract, Told> deployed(const std::string& name, carrot::BytesView wasm,
                                    const Argument&... arguments) {
        deploy(name, wasm, carrot::testkit::must(carrot::stellar::encode_arguments(arguments...)));
        return Client<Contract, Told>(Told(*this, name));
    }
    Address deploy_xlm();
    Address address_of(const std::string& name) const { return {strkeys_.at(name)}; }

    void after_s(u64 seconds);
    void after_ledgers(u32 ledgers);

    Chain chain;
    Address alice;
    Address bob;
    Address carol;

private:
    Address name_account(const std::string& name);
    void name(const std::string& name, const std::string& strkey);
    void deploy(const std::string& name, carrot::BytesView wasm,
                std::vector<carrot::xdr::ScVal> arguments);
    carrot::testkit::Call call(const std::string& name, std::string_view function,
                               std::vector<carrot::xdr::ScVal> arguments);
    /// With people's names for their addresses.
    std::string told(std::string text) const;
    std::string told(const std::vector<carrot::xdr::ScVal>& values) const;

    std::map<std::string, carrot::stellar::ContractId> contracts_;
    std::string transcript_;
};

}  // namespace soroban::test
