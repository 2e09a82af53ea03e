#include "network/rpc_fixture.hpp"

namespace carrot::network::test {

json::object RunningNetwork::ask(std::string_view method, json::value params,
                                 std::string_view path) {
    const json::object request{
        {"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
    const auto answer = must(client.post(network->url() + std::string(path),
                                         http::format_json(request), "application/json"));
    EXPECT_EQ(answer.status, 200);
    return must(http::parse_json(answer.body)).as_object();
}

json::object RunningNetwork::call(std::string_view method, json::value params) {
    auto answer = ask(method, std::move(params));
    if (answer.contains("error")) throw std::runtime_error(http::format_json(answer["error"]));
    return answer.at("result").as_object();
}

std::int64_t RunningNetwork::error_code(std::string_view method, json::value params) {
    return ask(method, std::move(params)).at("error").at("code").as_int64();
}

http::ClientResponse RunningNetwork::get(std::string_view path) {
    return must(client.get(network->url() + std::string(path)));
}

json::object RunningNetwork::fund(const stellar::KeyPair& key) {
    const auto answer = get("/friendbot?addr=" + key.account().to_string());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return must(http::parse_json(answer.body)).as_object();
}

std::int64_t RunningNetwork::sequence_number(const stellar::KeyPair& key) {
    const auto ledger_key = xdr::LedgerKey::account({.account_id = key.account().to_xdr()});
    const auto answer =
        call("getLedgerEntries", {{"keys", {must(xdr::encode_base64(ledger_key))}}});
    const auto& text = answer.at("entries").at(0).at("xdr").as_string();
    return must(xdr::decode_base64<xdr::LedgerEntryData>(text)).account().seq_num;
}

std::string RunningNetwork::payment(const stellar::KeyPair& source) {
    const auto root = stellar::KeyPair::network_root(network->passphrase());
    auto envelope = stellar::build_transaction({
        .source = source.account(),
        .sequence = sequence_number(source) + 1,
        .operations = {stellar::native_payment(root.account(), 10'000'000)},
    });
    must(stellar::sign(envelope, source, network->ledger().network_id()));
    return must(xdr::encode_base64(envelope));
}

std::string RunningNetwork::send(const std::string& transaction) {
    const auto before = must(network->ledger().snapshot())->latest().sequence;
    const auto sent = call("sendTransaction", {{"transaction", transaction}});
    EXPECT_EQ(sent.at("status"), "PENDING");
    EXPECT_TRUE(network->ledger().wait_for_ledger_after(before, std::chrono::seconds{10}, {}));
    return std::string(sent.at("hash").as_string());
}

}  // namespace carrot::network::test
