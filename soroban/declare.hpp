// How a contract's interface is declared, once, for everything that needs to know it.
//
//   struct Counter {
//       SOROBAN_CONTRACT(Counter);
//
//       SOROBAN_ERRORS(Error) { limit_reached = 1 };
//
//       SOROBAN_EVENT(Counted) { Topic<Address> by; u32 total; };
//
//       SOROBAN_FUNCTION(u32, count, (Address by, u32 step));
//   };
//
// The contract's source then defines `u32 Counter::count(Address by, u32 step) { … }`. From the
// declaration come the wasm's exports and its spec, the client inside other contracts, and natively
// the metadata that a client outside the chain encodes and decodes by:
//
//   for_each_function<Counter>([]<class Function>() { Function::name; Function::argument_names; });
//   Client<Counter, Transport> counter{…};  counter.count(by, 1);
//
// Functions are static members: a contract has no state but its storage. Names reach the spec as
// they stand here, enumerators and errors in PascalCase (limit_reached becomes LimitReached), an
// event's first topic in snake_case (Counted becomes counted). The comments above a declaration
// (three slashes) become its doc string in the spec.
#pragma once

#include "soroban/reflect.hpp"

#define SOROBAN_CONTRACT(Name) \
    using soroban_self = Name; \
    static constexpr int soroban_first_line = __LINE__

/// SOROBAN_FUNCTION(Type, name, (Type argument, …));
#define SOROBAN_FUNCTION(Type, function, ...)                                          \
    SOROBAN_CHECK_LINE();                                                              \
    static Type function __VA_ARGS__;                                                  \
    template <class Caller, class Function, class... Argument>                         \
    struct soroban_rename_one_of_two_functions_##function {                            \
        decltype(auto) function(const Argument&... argument) {                         \
            return static_cast<Caller&>(*this).template invoke<Function>(argument...); \
        }                                                                              \
    };                                                                                 \
    static consteval auto soroban_item(::soroban::detail::Line<__LINE__>) {            \
        return ::soroban::Function<                                                    \
            &soroban_self::function, #function, #__VA_ARGS__,                          \
            soroban_self::soroban_rename_one_of_two_functions_##function>{};           \
    }                                                                                  \
    static_assert(true)

/// SOROBAN_EVENT(Name) { Topic<Type> field; …; Type field; … };  Topics come first.
#define SOROBAN_EVENT(Name)                                                 \
    SOROBAN_CHECK_LINE();                                                   \
    struct Name;                                                            \
    static consteval auto soroban_item(::soroban::detail::Line<__LINE__>) { \
        return ::soroban::detail::EventItem<Name>{};                        \
    }                                                                       \
    struct Name

/// SOROBAN_ERRORS(Name) { enumerator = number, … };  Numbers are 1 … 255 and never change. (The
/// type has the compiler refuse greater ones.)
#define SOROBAN_ERRORS(Name)                                                \
    SOROBAN_CHECK_LINE();                                                   \
    enum class Name : unsigned char;                                        \
    static consteval auto soroban_item(::soroban::detail::Line<__LINE__>) { \
        return ::soroban::detail::ErrorsItem<Name>{};                       \
    }                                                                       \
    enum class Name : unsigned char

#define SOROBAN_CHECK_LINE()                                                             \
    static_assert(__LINE__ - soroban_first_line < ::soroban::detail::contract_lines_max, \
                  "a contract's declaration has at most 512 lines: split the contract")

namespace soroban {

/// A field of an event that listeners filter by.
template <class T>
struct Topic {
    T value;

    constexpr Topic() = default;
    constexpr Topic(T topic) : value(static_cast<T&&>(topic)) {}
    constexpr operator const T&() const { return value; }
};

/// The only field of an event besides its topics, whose value alone is the event's data. Without it
/// the data is a map of the fields.
template <class T>
struct Data {
    T value;

    constexpr Data() = default;
    constexpr Data(T data) : value(static_cast<T&&>(data)) {}
    constexpr operator const T&() const { return value; }
};

namespace detail {

inline constexpr int contract_lines_max = 512;

template <int>
struct Line {};

template <class T>
struct EventItem {
    using Event = T;
};

template <class T>
struct ErrorsItem {
    using Errors = T;
};

template <class T>
inline constexpr bool is_topic = false;
template <class T>
inline constexpr bool is_topic<Topic<T>> = true;

template <class T>
inline constexpr bool is_data = false;
template <class T>
inline constexpr bool is_data<Data<T>> = true;

// The names in "(Address provider, Vec<u32> ids)": of each argument, the last word.
template <u32 Count>
consteval Array<Text, Count> parse_argument_names(Text signature) {
    const auto in_word = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z');
    };
    Array<Text, Count> names{};
    u32 depth = 0;
    u32 found = 0;
    u32 word = 0;
    for (u32 at = 0; at < signature.size && found < Count; ++at) {
        const char c = signature.data[at];
        const bool ends_argument = depth == 1 && (c == ',' || c == ')');
        if (ends_argument) names[found++] = Text(signature.data + word, at - word);
        if (c == '(' || c == '<') ++depth;
        if (c == ')' || c == '>') --depth;
        if (!in_word(c)) word = at + 1;
    }
    return names;
}

template <class F>
struct Signature;
template <class R, class... A>
struct Signature<R (*)(A...)> {
    using Result = R;
    using Arguments = TypeList<remove_cvref<A>...>;
    static constexpr u32 arity = sizeof...(A);

    template <template <class, class, class...> class Method, class Caller, class Function>
    using Bind = Method<Caller, Function, remove_cvref<A>...>;
};

// "JobPosted" as "job_posted".
template <u32 Capacity>
struct SnakeCase {
    char chars[Capacity]{};
    u32 size = 0;

    constexpr explicit SnakeCase(Text pascal) {
        for (u32 i = 0; i < pascal.size; ++i) {
            const char c = pascal.data[i];
            const bool upper = c >= 'A' && c <= 'Z';
            if (upper && i != 0) chars[size++] = '_';
            chars[size++] = upper ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
};

template <class Event>
inline constexpr auto event_name_literal = [] {
    constexpr SnakeCase<64> name(type_name<Event>);
    static_assert(name.size <= 32, "an event's name is a symbol of at most 32 characters");
    return Literal<name.size>(Text(name.chars, name.size));
}();

// The items declared in `Count` lines from `First` on, found by halves.
template <class Contract, int First, int Count>
consteval auto items_in() {
    if constexpr (Count > 1) {
        return items_in<Contract, First, Count / 2>() +
               items_in<Contract, First + Count / 2, Count - Count / 2>();
    } else if constexpr (requires { Contract::soroban_item(Line<First>{}); }) {
        return TypeList<decltype(Contract::soroban_item(Line<First>{}))>{};
    } else {
        return TypeList<>{};
    }
}

template <class Contract>
using Items = decltype(items_in<Contract, Contract::soroban_first_line, contract_lines_max>());

}  // namespace detail

/// One function of a contract, as a type. `Method` adds the function to a Client.
template <auto Pointer, detail::TemplateText Name, detail::TemplateText Parameters,
          template <class, class, class...> class Method>
struct Function {
    using Signature = detail::Signature<decltype(Pointer)>;
    using Result = typename Signature::Result;
    using Arguments = typename Signature::Arguments;  ///< a detail::TypeList

    static constexpr auto pointer = Pointer;
    static constexpr u32 arity = Signature::arity;
    static constexpr auto name_literal = Name;
    static constexpr Text name = name_literal;
    static_assert(name.size <= 32, "a function's name is a symbol of at most 32 characters");
    static_assert(arity <= 32, "a function has at most 32 arguments: group some in a struct");
    static_assert(
        !name.starts_with("__") || name == "__constructor" || name == "__check_auth",
        "names that start with __ are the host's own, and cannot be called: choose another");
    static_assert(!name.starts_with("__") || detail::is_same<Result, void>,
                  "the host takes no result of __constructor and __check_auth: make it void");
    static constexpr detail::Array<Text, arity> argument_names =
        detail::parse_argument_names<arity>(Parameters);

    template <class Caller>
    using Mixin = typename Signature::template Bind<Method, Caller, Function>;
};

namespace detail {

template <class Item>
concept IsFunction = requires { Item::argument_names; };
template <class Item>
concept IsEvent = requires { typename Item::Event; };
template <class Item>
concept IsErrors = requires { typename Item::Errors; };

}  // namespace detail

/// Calls `visit.operator()<Function>()` for each function of the contract, as declared.
template <class Contract, class Visitor>
constexpr void for_each_function(Visitor&& visit) {
    auto functions_only = [&]<class Item>() {
        if constexpr (detail::IsFunction<Item>) visit.template operator()<Item>();
    };
    detail::for_each_type(detail::Items<Contract>{}, functions_only);
}

/// The event's first topic: "job_posted" for JobPosted.
template <class Event>
inline constexpr Text event_name = detail::event_name_literal<Event>;

namespace detail {

template <class... Field>
consteval u32 count_topics(TypeList<Field...>) {
    return (0 + ... + (is_topic<Field> ? 1 : 0));
}

/// Whether the event's data is one bare value.
template <class... Field>
consteval bool has_single_data(TypeList<Field...>) {
    constexpr u32 marked = (0 + ... + (is_data<Field> ? 1 : 0));
    constexpr u32 others = (0 + ... + (is_data<Field> || is_topic<Field> ? 0 : 1));
    static_assert(marked == 0 || (marked == 1 && others == 0),
                  "an event's Data is its only field besides topics");
    return marked == 1;
}

template <class... Field>
consteval bool topics_come_first(TypeList<Field...>) {
    bool data_seen = false;
    bool ordered = true;
    ((is_topic<Field> ? void(ordered = ordered && !data_seen) : void(data_seen = true)), ...);
    return ordered;
}

}  // namespace detail

/// Calls `visit.operator()<Event>()` for each event of the contract, as declared.
template <class Contract, class Visitor>
constexpr void for_each_event(Visitor&& visit) {
    auto events_only = [&]<class Item>() {
        if constexpr (detail::IsEvent<Item>) {
            static_assert(detail::topics_come_first(detail::FieldTypes<typename Item::Event>{}),
                          "an event's topics come before its other fields");
            visit.template operator()<typename Item::Event>();
        }
    };
    detail::for_each_type(detail::Items<Contract>{}, events_only);
}

/// Calls `visit.operator()<Enum>()` for each error enum of the contract.
template <class Contract, class Visitor>
constexpr void for_each_error_enum(Visitor&& visit) {
    auto errors_only = [&]<class Item>() {
        if constexpr (detail::IsErrors<Item>) visit.template operator()<typename Item::Errors>();
    };
    detail::for_each_type(detail::Items<Contract>{}, errors_only);
}

/// The contract's functions as methods of one object. `Transport` carries the calls:
///
///   template <class Function, class... Argument>
///   auto invoke(const Argument&... arguments);   // exactly Function::Arguments
///
/// and decides what comes back, for example Function::Result or a Result<Function::Result>.
template <class Contract, class Transport, class Items = detail::Items<Contract>>
class Client;

namespace detail {

template <class Caller, class Item>
struct NoMixin {};

template <class Caller, class Item>
consteval auto mixin_of() {
    if constexpr (IsFunction<Item>) {
        return TypeList<typename Item::template Mixin<Caller>>{};
    } else {
        return TypeList<NoMixin<Caller, Item>>{};
    }
}

template <class T>
struct Only;
template <class T>
struct Only<TypeList<T>> {
    using type = T;
};

template <class Caller, class Item>
using MixinOf = typename Only<decltype(mixin_of<Caller, Item>())>::type;

}  // namespace detail

template <class Contract, class Transport, class... Item>
class Client<Contract, Transport, detail::TypeList<Item...>>
    : public Transport,
      public detail::MixinOf<Client<Contract, Transport, detail::TypeList<Item...>>, Item>... {
public:
    using Transport::Transport;
    explicit Client(Transport transport) : Transport(static_cast<Transport&&>(transport)) {}
};

}  // namespace soroban
