// Who takes part: accounts and contracts.
#pragma once

#include "soroban/wasm/containers.hpp"
#include "soroban/wasm/text.hpp"

namespace soroban {

/// An account (G…) or a contract (C…).
struct Address {
    static constexpr Tag host_tag = Tag::address_object;
    Val val;

    static Address of(Val encoded) { return {encoded}; }
    /// Of a strkey (SEP-23); ends the call if it is none.
    static Address parse(String strkey) { return {host::strkey_to_address(strkey.val)}; }

    /// Ends the call unless this address has authorized it with exactly these arguments. A contract
    /// that calls directly has.
    void require_auth() const { host::require_auth(object()); }

    /// The same with other arguments than the call's own: what the address has to have agreed to.
    template <class... Argument>
    void require_auth_for_args(const Argument&... arguments) const {
        host::require_auth_for_args(object(), VecObject(detail::encode_vec(arguments...)));
    }

    String strkey() const { return String::of(host::address_to_strkey(object())); }

    friend bool operator==(const Address& a, const Address& b) {
        return host::obj_cmp(a.val, b.val) == 0;
    }

    AddressObject object() const { return AddressObject(val); }
};

/// An address, and for accounts a number of the holder's own (M…, CAP-67): what a token's
/// `transfer` is sent to.
struct MuxedAddress {
    Val val;

    MuxedAddress() = default;
    constexpr explicit MuxedAddress(Val encoded) : val(encoded) {}
    constexpr MuxedAddress(Address address) : val(address.val) {}

    bool has_id() const { return val.is(Tag::muxed_address_object); }
    Address address() const {
        if (!has_id()) return {val};
        return {host::get_address_from_muxed_address(MuxedAddressObject(val))};
    }
    /// Ends the call where there is none.
    u64 id() const {
        return decode<u64>(host::get_id_from_muxed_address(
            MuxedAddressObject(expect(val, Tag::muxed_address_object))));
    }
};

template <>
struct Codec<MuxedAddress> {
    static Val encode(MuxedAddress address) { return address.val; }
    static MuxedAddress decode(Val val) {
        if (!val.is(Tag::address_object)) expect(val, Tag::muxed_address_object);
        return MuxedAddress(val);
    }
};

}  // namespace soroban
