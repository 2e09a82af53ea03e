// TLS keys and certificates made for a test.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>

namespace carrot::tests {

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using TlsKey = std::unique_ptr<EVP_PKEY, Releaser<::EVP_PKEY_free>>;
using TlsCertificate = std::unique_ptr<X509, Releaser<::X509_free>>;

/// A P-256 key with a certificate for `name` ("DNS:localhost", "IP:127.0.0.1"), signed by itself.
struct SignedKey {
    explicit SignedKey(const char* name, long valid_s = 3600);

    /// Both as PEM files.
    void write(const std::filesystem::path& certificate_file,
               const std::filesystem::path& key_file) const;
    void write_certificate(const std::filesystem::path& file) const;
    /// With a passphrase when it is not empty.
    void write_key(const std::filesystem::path& file, std::string passphrase = {}) const;

    TlsKey key;
    TlsCertificate certificate;
};

}  // namespace carrot::tests
