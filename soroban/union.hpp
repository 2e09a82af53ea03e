// One of several named cases, each with values of its own: what other languages call a tagged union
// or an enum with payloads. On chain it is a vec of the case's name and its values.
//
//   struct Action : Union<Action, Case<"Pay", Address, i128>, Case<"Wait", u64>, Case<"Stop">> {};
//
//   auto action = Action::of<"Pay">(to, 5);
//   if (action.is<"Pay">()) { auto [to, amount] = action.get<"Pay">(); }
//
// Limits: 32 cases; a case's name is a symbol.
#pragma once

#include "soroban/detail/meta.hpp"

namespace soroban {

template <detail::TemplateText Name, class... Value>
struct Case {
    static constexpr auto name_literal = Name;
    static constexpr Text name = name_literal;
    static_assert(name.size > 0 && name.size <= 32, "a case's name has 1 to 32 characters");
    using Values = detail::Tuple<Value...>;
    using Types = detail::TypeList<Value...>;
};

template <class Self, class... Cases>
struct Union {
    using UnionCases = detail::TypeList<Cases...>;
    static_assert(sizeof...(Cases) > 0 && sizeof...(Cases) <= 32, "a union has 1 to 32 cases");

    /// The case of this name, with its values in their order.
    template <detail::TemplateText Name, class... Argument>
    static Self of(Argument... arguments) {
        constexpr u32 place = place_in_cases<Name>();
        Self made;
        made.which_ = place;
        detail::get<place>(made.payloads_) = {{{static_cast<Argument&&>(arguments)}...}};
        return made;
    }

    template <detail::TemplateText Name>
    bool is() const {
        return which_ == place_in_cases<Name>();
    }

    /// The case's values. Meaningful only where is<Name>().
    template <detail::TemplateText Name>
    const auto& get() const {
        return detail::get<place_in_cases<Name>()>(payloads_);
    }

    /// Calls visit.operator()<Case>(values) for the case that this is.
    template <class Visitor>
    void visit(Visitor&& visitor) const {
        visit_in(*this, visitor);
    }
    template <class Visitor>
    void visit(Visitor&& visitor) {
        visit_in(*this, visitor);
    }

    /// The place of the case among the declared ones, from 0.
    u32 which() const { return which_; }
    void set_which(u32 place) { which_ = place; }

private:
    static consteval u32 place_of(Text name) {
        u32 place = 0;
        u32 found = sizeof...(Cases);
        u32 alike = 0;
        ((Cases::name == name ? void((found = place++, ++alike)) : void(++place)), ...);
        return alike > 1 ? sizeof...(Cases) + 1 : found;
    }

    template <detail::TemplateText Name>
    static consteval u32 place_in_cases() {
        constexpr u32 place = place_of(Name);
        static_assert(place != sizeof...(Cases), "the union has no case of this name");
        static_assert(place <= sizeof...(Cases), "two cases of the union have this name");
        return place;
    }

    template <class Of, class Visitor>
    static void visit_in(Of& self, Visitor& visitor) {
        [&]<u32... Place>(detail::Indices<Place...>) {
            ((self.which_ == Place
                  ? void(visitor.template operator()<Cases>(detail::get<Place>(self.payloads_)))
                  : void()),
             ...);
        }(detail::make_indices<sizeof...(Cases)>());
    }

    u32 which_ = 0;
    detail::Tuple<typename Cases::Values...> payloads_{};
};

namespace detail {

template <class T>
concept UnionType = requires { typename T::UnionCases; };

}  // namespace detail
}  // namespace soroban
