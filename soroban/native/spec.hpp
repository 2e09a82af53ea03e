// The contract's spec (SEP-48), written from its declaration: an XDR stream of SCSpecEntry.
//
//   std::string bytes = Spec<GpuRegistry>(docs).bytes();
//
// Functions, events and error enums come in the order of their declaration; the structs and enums
// that they mention come before what mentions them first.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "soroban/native/doc_comments.hpp"
#include "soroban/native/spec_types.hpp"

namespace soroban::native {

/// limit_reached as LimitReached: how the spec writes enumerators.
inline std::string pascal_case(std::string_view snake) {
    std::string pascal;
    bool upper = true;
    for (const char c : snake) {
        if (c != '_')
            pascal += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '_';
    }
    return pascal;
}

template <class Contract>
class Spec {
public:
    explicit Spec(const DocComments& docs) : docs_(docs) {
        for_each_function<Contract>(
            [this]<class Function>() { this->template write_function<Function>(); });
        for_each_event<Contract>([this]<class Event>() { this->template write_event<Event>(); });
        for_each_error_enum<Contract>([this]<class Errors>() {
            static_assert(enumerators<Errors>.size() == 0 || enumerators<Errors>[0].value > 0,
                          "an error's number is 1 to 255: 0 would be no error");
            this->template write_enum<Errors>(detail::entry_error_enum);
        });
    }

    const std::string& bytes() const { return stream_.bytes(); }

private:
    template <class Function>
    void write_function() {
        XdrWriter entry;
        entry.u32(detail::entry_function);
        entry.string(doc(type_name<Contract>, Function::name));
        entry.string(Function::name);
        entry.u32(Function::arity);
        u32 index = 0;
        soroban::detail::for_each_type(typename Function::Arguments{}, [&]<class Argument>() {
            entry.string("");
            entry.string(Function::argument_names[index++]);
            write_type<Argument>(entry);
        });
        using Result = typename Function::Result;
        if constexpr (soroban::detail::is_same<Result, void>) {
            entry.u32(0);
        } else {
            entry.u32(1);
            write_type<Result>(entry);
        }
        stream_.append(entry);
    }

    template <class Event>
    void write_event() {
        static_assert(longest_name<Event>() <= 32,
                      "a field's name is a symbol of at most 32 characters: shorten it");
        XdrWriter entry;
        entry.u32(detail::entry_event);
        entry.string(docs_.of(std::string(type_name<Event>)));
        entry.string("");
        entry.string(type_name<Event>);
        entry.u32(1);
        entry.string(event_name<Event>);
        entry.u32(field_count<Event>);
        each_field<Event>([&]<class Field>(Text name) {
            entry.string(doc(type_name<Event>, name));
            entry.string(name);
            write_type<typename detail::WithoutTopic<Field>::type>(entry);
            entry.u32(soroban::detail::is_topic<Field> ? detail::in_topics : detail::in_data);
        });
        constexpr bool single =
            soroban::detail::has_single_data(soroban::detail::FieldTypes<Event>{});
        entry.u32(single ? detail::data_single_value : detail::data_map);
        stream_.append(entry);
    }

    template <class T>
    void write_struct() {
        static_assert(longest_name<T>() <= 32,
                      "a field's name is a symbol of at most 32 characters: shorten it");
        XdrWriter entry;
        entry.u32(detail::entry_struct);
        entry.string(docs_.of(std::string(type_name<T>)));
        entry.string("");
        entry.string(type_name<T>);
        entry.u32(field_count<T>);
        // By name, as in the map that the host keeps: clients read values and names in parallel.
        std::map<std::string, XdrWriter> fields;
        each_field<T>([&]<class Field>(Text name) {
            auto& field = fields[std::string(name)];
            field.string(doc(type_name<T>, name));
            field.string(name);
            write_type<Field>(field);
        });
        for (const auto& [name, field] : fields)
            entry.append(field);
        stream_.append(entry);
    }

    template <class T>
    void write_union() {
        XdrWriter entry;
        entry.u32(detail::entry_union);
        entry.string(docs_.of(std::string(type_name<T>)));
        entry.string("");
        entry.string(type_name<T>);
        entry.u32(T::UnionCases::size);
        soroban::detail::for_each_type(typename T::UnionCases{}, [&]<class Case>() {
            using Types = typename Case::Types;
            entry.u32(Types::size == 0 ? detail::case_void : detail::case_tuple);
            entry.string("");
            entry.string(Case::name);
            if constexpr (Types::size > 0) {
                entry.u32(Types::size);
                soroban::detail::for_each_type(
                    Types{}, [&]<class Value>() { this->template write_type<Value>(entry); });
            }
        });
        stream_.append(entry);
    }

    template <class E>
    void write_enum(u32 kind) {
        static_assert(!soroban::detail::has_enumerators_beyond<E>,
                      "an enumerator's number is 0 to 255: choose a smaller one");
        XdrWriter entry;
        entry.u32(kind);
        entry.string(docs_.of(std::string(type_name<E>)));
        entry.string("");
        entry.string(type_name<E>);
        entry.u32(enumerators<E>.size());
        for (const auto& enumerator : enumerators<E>) {
            entry.string(doc(type_name<E>, enumerator.name));
            entry.string(pascal_case(enumerator.name));
            entry.u32(enumerator.value);
        }
        stream_.append(entry);
    }

    /// Writes a type's name; before that, at its first mention, the entry that defines it.
    template <class T>
    void write_type(XdrWriter& out) {
        if constexpr (detail::plain_type<T> != detail::no_plain_type) {
            out.u32(detail::plain_type<T>);
        } else if constexpr (detail::Generic<T>::known) {
            detail::Generic<T>::write(out,
                                      [&]<class Part>() { this->template write_type<Part>(out); });
        } else {
            static_assert(__is_enum(T) || __is_class(T),
                          "this type can't cross a contract's border: see soroban/interface.hpp");
            out.u32(detail::type_udt);
            out.string(type_name<T>);
            if (defined_.emplace(type_name<T>).second) write_definition<T>();
        }
    }

    template <class T>
    void write_definition() {
        if constexpr (__is_enum(T)) {
            write_enum<T>(detail::entry_enum);
        } else if constexpr (soroban::detail::UnionType<T>) {
            write_union<T>();
        } else {
            static_assert(__is_aggregate(T),
                          "this type can't cross a contract's border: see soroban/interface.hpp");
            write_struct<T>();
        }
    }

    template <class T>
    static consteval u32 longest_name() {
        u32 longest = 0;
        for (u32 i = 0; i < field_count<T>; ++i) {
            if (field_names<T>[i].size > longest) longest = field_names<T>[i].size;
        }
        return longest;
    }

    template <class T, class Visitor>
    static void each_field(Visitor visit) {
        u32 index = 0;
        soroban::detail::for_each_type(soroban::detail::FieldTypes<T>{}, [&]<class Field>() {
            visit.template operator()<Field>(field_names<T>[index++]);
        });
    }

    std::string doc(std::string_view scope, std::string_view name) const {
        return docs_.of(std::string(scope) + "." + std::string(name));
    }

    const DocComments& docs_;
    XdrWriter stream_;
    std::set<std::string> defined_;
};

}  // namespace soroban::native
