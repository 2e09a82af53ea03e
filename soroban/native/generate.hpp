// Writes what a contract's wasm needs besides its own source: a C++ file with the exports and the
// three custom sections, from the declaration. Run by the build (soroban/cmake/Soroban.cmake).
//
//   generator <interface.hpp> <output.cpp> <protocol> <meta key> <meta value> …
#pragma once

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>

#include "soroban/native/spec.hpp"

namespace soroban::native {

// One assembler directive with the bytes as octal escapes, itself inside a C++ string literal.
inline std::string section_source(std::string_view name, std::string_view bytes) {
    std::string source =
        "__asm__(\".section .custom_section." + std::string(name) + ",\\\"\\\",@\\n\\t.ascii \\\"";
    for (const char c : bytes) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\\\%03o", static_cast<unsigned char>(c));
        source += escape;
    }
    return source + "\\\"\\n\");\n";
}

inline std::string environment_meta(std::uint32_t protocol) {
    XdrWriter entry;
    entry.u32(0);  // SC_ENV_META_KIND_INTERFACE_VERSION
    entry.u32(protocol);
    entry.u32(0);  // not a pre-release
    return entry.bytes();
}

inline std::string contract_meta(std::span<char* const> keys_and_values) {
    XdrWriter entries;
    for (std::size_t i = 0; i + 1 < keys_and_values.size(); i += 2) {
        entries.u32(0);  // SC_META_V0
        entries.string(keys_and_values[i]);
        entries.string(keys_and_values[i + 1]);
    }
    return entries.bytes();
}

template <class Contract>
std::string exports_source(std::string_view contract_type) {
    std::string source;
    for_each_function<Contract>([&]<class Function>() {
        const auto name = std::string(Function::name);
        std::string parameters;
        std::string arguments;
        for (u32 i = 0; i < Function::arity; ++i) {
            const std::string comma = i == 0 ? "" : ", ";
            parameters += comma + "Val v" + std::to_string(i);
            arguments += comma + "v" + std::to_string(i);
        }
        source += "[[clang::export_name(\"" + name + "\")]] Val export_" + name + "(" + parameters +
                  ") { return Export<" + std::string(contract_type) + "::" + name + ">::call(" +
                  arguments + "); }\n";
    });
    return source;
}

/// `contract_type` and `interface_include` are spelled as the generated file shall spell them.
template <class Contract>
int generate(std::string_view contract_type, std::string_view interface_include,
             std::span<char* const> arguments) {
    if (arguments.size() < 4) {
        std::fputs(
            "usage: generator <interface.hpp> <output.cpp> <protocol> "
            "[<meta key> <meta value>]…\n",
            stderr);
        return 2;
    }
    std::ifstream header(arguments[1], std::ios::binary);
    const std::string header_text{std::istreambuf_iterator<char>(header), {}};
    if (header_text.empty()) {
        std::fprintf(stderr, "could not read interface %s\n", arguments[1]);
        return 1;
    }
    const DocComments docs(header_text);
    const auto protocol = static_cast<std::uint32_t>(std::strtoul(arguments[3], nullptr, 10));
    std::ofstream output(arguments[2], std::ios::binary);
    output << "#include \"" << interface_include << "\"\n#include \"soroban/contract.hpp\"\n\n"
           << "namespace {\nusing soroban::Val;\nusing soroban::detail::Export;\n}\n\n"
           << exports_source<Contract>(contract_type) << "\n"
           << section_source("contractenvmetav0", environment_meta(protocol))
           << section_source("contractspecv0", Spec<Contract>(docs).bytes())
           << section_source("contractmetav0", contract_meta(arguments.subspan(4)));
    output.close();
    if (!output) {
        std::fprintf(stderr, "could not write %s\n", arguments[2]);
        return 1;
    }
    return 0;
}

}  // namespace soroban::native
