// Several values as one, without a name: on chain a vec. get<0>(tuple) and structured bindings read
// it.
#pragma once

#include "soroban/detail/meta.hpp"

#if defined(__wasm__)
// What structured bindings ask for, where there is no standard library to declare it.
namespace std {
template <class T>
struct tuple_size;
template <class T>
    requires(tuple_size<T>::value >= 0)
struct tuple_size<const T> : tuple_size<T> {};
template <__SIZE_TYPE__ Index, class T>
struct tuple_element;
template <__SIZE_TYPE__ Index, class T>
struct tuple_element<Index, const T> {
    using type = const typename tuple_element<Index, T>::type;
};
}  // namespace std
#else
#include <tuple>
#endif

namespace soroban {

using detail::get;
using detail::Tuple;

}  // namespace soroban

template <class... T>
struct std::tuple_size<soroban::Tuple<T...>> {
    static constexpr __SIZE_TYPE__ value = sizeof...(T);
};

template <__SIZE_TYPE__ Index, class... T>
struct std::tuple_element<Index, soroban::Tuple<T...>> {
    using type = soroban::detail::remove_cvref<decltype(soroban::detail::get<Index>(
        *static_cast<soroban::Tuple<T...>*>(nullptr)))>;
};
