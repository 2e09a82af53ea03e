#include "support/test_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace carrot::tests {
namespace {

using Bio = std::unique_ptr<BIO, Releaser<::BIO_free_all>>;

TlsCertificate make_certificate(EVP_PKEY* key, const char* name, long valid_s) {
    TlsCertificate certificate(::X509_new());
    ::X509_set_version(certificate.get(), 2);
    ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate.get()), 1);
    ::X509_gmtime_adj(::X509_getm_notBefore(certificate.get()), -3600);
    ::X509_gmtime_adj(::X509_getm_notAfter(certificate.get()), valid_s);
    ::X509_set_pubkey(certificate.get(), key);
    auto* subject = ::X509_get_subject_name(certificate.get());
    ::X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                 reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    ::X509_set_issuer_name(certificate.get(), subject);
    X509_EXTENSION* extension = ::X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name);
    ::X509_add_ext(certificate.get(), extension, -1);
    ::X509_EXTENSION_free(extension);
    ::X509_sign(certificate.get(), key, ::EVP_sha256());
    return certificate;
}

}  // namespace

SignedKey::SignedKey(const char* name, long valid_s)
    : key(::EVP_EC_gen("P-256")), certificate(make_certificate(key.get(), name, valid_s)) {}

void SignedKey::write(const std::filesystem::path& certificate_file,
                      const std::filesystem::path& key_file) const {
    write_certificate(certificate_file);
    write_key(key_file);
}

void SignedKey::write_certificate(const std::filesystem::path& file) const {
    const Bio bio(::BIO_new_file(file.c_str(), "w"));
    ::PEM_write_bio_X509(bio.get(), certificate.get());
}

void SignedKey::write_key(const std::filesystem::path& file, std::string passphrase) const {
    const Bio bio(::BIO_new_file(file.c_str(), "w"));
    ::PEM_write_bio_PrivateKey(bio.get(), key.get(),
                               passphrase.empty() ? nullptr : ::EVP_aes_256_cbc(), nullptr, 0,
                               nullptr, passphrase.empty() ? nullptr : passphrase.data());
}

}  // namespace carrot::tests
