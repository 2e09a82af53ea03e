// What the compiler reads out of a contract's declaration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "soroban/interface.hpp"
#include "soroban/native/doc_comments.hpp"

namespace soroban::declaration_test {

struct Purse {
    Address owner;
    i128 amount;
    Vec<u32> coins;
};

struct Bank {
    SOROBAN_CONTRACT(Bank);
    SOROBAN_ERRORS(Error) { empty_purse = 7, thief = 200 };
    SOROBAN_EVENT(MoneyMoved) {
        Topic<Address> from;
        u32 coin_id;
    };
    SOROBAN_FUNCTION(Purse, open, (Address owner, Vec<u32> coins, const String& label));
    SOROBAN_FUNCTION(void, close, ());
};

namespace {

template <class Names>
std::vector<std::string> strings(const Names& names) {
    std::vector<std::string> all;
    for (const auto& name : names)
        all.emplace_back(std::string_view(name));
    return all;
}

TEST(Declaration, NamesFunctionsAndArguments) {
    std::vector<std::string> functions;
    for_each_function<Bank>([&]<class Function>() {
        functions.emplace_back(std::string_view(Function::name));
        for (const auto& name : strings(Function::argument_names))
            functions.back() += " " + name;
    });
    EXPECT_THAT(functions, testing::ElementsAre("open owner coins label", "close"));
}

TEST(Declaration, NamesFieldsTypesAndEvents) {
    EXPECT_THAT(strings(field_names<Purse>), testing::ElementsAre("owner", "amount", "coins"));
    EXPECT_EQ(std::string_view(type_name<Purse>), "Purse");
    for_each_event<Bank>([]<class Event>() {
        EXPECT_EQ(std::string_view(event_name<Event>), "money_moved");
        EXPECT_THAT(strings(field_names<Event>), testing::ElementsAre("from", "coin_id"));
    });
}

TEST(Declaration, NamesAndNumbersErrors) {
    ASSERT_EQ(enumerators<Bank::Error>.size(), 2u);
    EXPECT_EQ(std::string_view(enumerators<Bank::Error>[0].name), "empty_purse");
    EXPECT_EQ(enumerators<Bank::Error>[0].value, 7u);
    EXPECT_EQ(enumerators<Bank::Error>[1].value, 200u);
}

class Recorder {
public:
    template <class Function, class... Argument>
    std::string invoke(const Argument&... arguments) {
        static_assert(sizeof...(arguments) == Function::arity);
        return std::string(std::string_view(Function::name));
    }
};

TEST(Declaration, MakesAClientWithAMethodForEachFunction) {
    Client<Bank, Recorder> bank;
    EXPECT_EQ(bank.open({"G…"}, {1, 2}, "label"), "open");
    EXPECT_EQ(bank.close(), "close");
}

TEST(DocComments, AreTheFirstSentenceAboveADeclaration) {
    const native::DocComments docs(R"(
/// A thing. With details.
struct Thing {
    /// Its size,
    /// in two lines.
    u32 size;
    u32 silent;
};
struct Contract {
    SOROBAN_ERRORS(Error) {
        /// It is lost.
        lost = 1,
    };
    /// Finds it. Errors: lost.
    SOROBAN_FUNCTION(Thing, find,
                     (u32 size));
};
)");
    EXPECT_EQ(docs.of("Thing"), "A thing.");
    EXPECT_EQ(docs.of("Thing.size"), "Its size, in two lines.");
    EXPECT_EQ(docs.of("Thing.silent"), "");
    EXPECT_EQ(docs.of("Error.lost"), "It is lost.");
    EXPECT_EQ(docs.of("Contract.find"), "Finds it.");
}

}  // namespace
}  // namespace soroban::declaration_test
