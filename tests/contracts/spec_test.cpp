// What the wasm says of itself: the spec that wallets and other languages read. The golden files
// are the interface that never changes; CARROT_WRITE_GOLDEN=1 carrot_contracts_tests writes them
// anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "contracts/wasm.hpp"
#include "contracts/wasm_sections.hpp"
#include "testkit/must.hpp"
#include "xdr/codec.hpp"
#include "xdr/contract_env_meta.hpp"
#include "xdr/contract_meta.hpp"
#include "xdr/contract_spec.hpp"

namespace carrot::contracts::test {
namespace {

using testkit::must;

std::string type_text(const xdr::ScSpecTypeDef& type) {
    if (const auto* vec = type.if_vec()) return "Vec<" + type_text(vec->element_type) + ">";
    if (const auto* udt = type.if_udt()) return udt->name;
    const std::string name(xdr::name_of(type.type()));
    return name.substr(std::string_view("SC_SPEC_TYPE_").size());
}

std::string doc_text(const std::string& doc) { return doc.empty() ? "" : "    # " + doc; }

std::string text_of(const xdr::ScSpecFunctionV0& function) {
    std::string text = "function " + function.name + "(";
    for (const auto& input : function.inputs) {
        if (&input != &function.inputs.front()) text += ", ";
        text += input.name + ": " + type_text(input.type);
    }
    text += ")";
    for (const auto& output : function.outputs)
        text += " -> " + type_text(output);
    return text + doc_text(function.doc) + "\n";
}

std::string text_of(const xdr::ScSpecUdtStructV0& type) {
    std::string text = "struct " + type.name + doc_text(type.doc) + "\n";
    for (const auto& field : type.fields) {
        text += "    " + field.name + ": " + type_text(field.type) + doc_text(field.doc) + "\n";
    }
    return text;
}

template <class Enum>
std::string enum_text(std::string_view kind, const Enum& type) {
    std::string text = std::string(kind) + " " + type.name + doc_text(type.doc) + "\n";
    for (const auto& entry : type.cases) {
        text += "    " + entry.name + " = " + std::to_string(entry.value) + doc_text(entry.doc);
        text += "\n";
    }
    return text;
}

std::string text_of(const xdr::ScSpecEventV0& event) {
    using Location = xdr::ScSpecEventParamLocationV0;
    std::string text = "event " + event.name + " " + event.prefix_topics.at(0);
    text += doc_text(event.doc) + "\n";
    for (const auto& parameter : event.params) {
        const bool topic = parameter.location == Location::SC_SPEC_EVENT_PARAM_LOCATION_TOPIC_LIST;
        text += std::string("    ") + (topic ? "topic " : "") + parameter.name + ": " +
                type_text(parameter.type) + doc_text(parameter.doc) + "\n";
    }
    return text;
}

std::string text_of(const xdr::ScSpecEntry& entry) {
    if (const auto* function = entry.if_function_v0()) return text_of(*function);
    if (const auto* type = entry.if_udt_struct_v0()) return text_of(*type);
    if (const auto* type = entry.if_udt_enum_v0()) return enum_text("enum", *type);
    if (const auto* type = entry.if_udt_error_enum_v0()) return enum_text("errors", *type);
    return text_of(entry.event_v0());
}

std::string spec_text(BytesView wasm) {
    std::string text;
    for (const auto& entry :
         must(xdr::decode_sequence<xdr::ScSpecEntry>(custom_section(wasm, "contractspecv0")))) {
        text += text_of(entry);
    }
    return text;
}

void expect_golden(const std::string& name, const std::string& text) {
    const std::string path = CARROT_SOURCE_DIR "/tests/contracts/golden/" + name;
    if (std::getenv("CARROT_WRITE_GOLDEN") != nullptr) {
        ASSERT_TRUE(write_file(path, as_bytes(text)).has_value());
    }
    EXPECT_EQ(text, as_text(must(read_file(path, 1 << 20))));
}

TEST(Spec, OfTheGpuRegistryIsTheFixedInterface) {
    expect_golden("gpu_registry.txt", spec_text(gpu_registry_wasm()));
}

TEST(Spec, OfTheJobMarketplaceIsTheFixedInterface) {
    expect_golden("job_marketplace.txt", spec_text(job_marketplace_wasm()));
}

TEST(EnvironmentMeta, AsksForTheFirstProtocolWithConstructors) {
    for (const auto wasm : {gpu_registry_wasm(), job_marketplace_wasm()}) {
        const auto entry =
            must(xdr::decode<xdr::ScEnvMetaEntry>(custom_section(wasm, "contractenvmetav0")));
        EXPECT_EQ(entry.interface_version().protocol, 22u);
        EXPECT_EQ(entry.interface_version().pre_release, 0u);
    }
}

TEST(ContractMeta, NamesTheSdk) {
    const auto entries = must(xdr::decode_sequence<xdr::ScMetaEntry>(
        custom_section(gpu_registry_wasm(), "contractmetav0")));
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].v0().key, "sdk");
    EXPECT_TRUE(entries[0].v0().val.starts_with("soroban-cpp/"));
}

}  // namespace
}  // namespace carrot::contracts::test
