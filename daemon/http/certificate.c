#include "certificate.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void close_file(FILE **file)
{
    if (*file != NULL) {
        fclose(*file);
    }
}

static void free_certificate(X509 **certificate)
{
    X509_free(*certificate);
}

static void free_key(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

#define FILE_SCOPED __attribute__((cleanup(close_file))) FILE
#define CERTIFICATE_SCOPED __attribute__((cleanup(free_certificate))) X509
#define KEY_SCOPED __attribute__((cleanup(free_key))) EVP_PKEY

static const char *openssl_reason(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != NULL ? reason : "unknown reason";
}

/* A key with a passphrase is refused: nobody is there to type it. */
static int no_passphrase(char *buffer, int size, int writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static FILE *open_file(const char *path, struct base_failure *reterr)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        (void)base_failure_set(reterr, STATUS_CONFIG, "%s: %s", path, strerror(errno));
    }
    return file;
}

static enum base_status read_certificate(const char *path, X509 **ret_certificate,
                                         struct base_failure *reterr)
{
    FILE_SCOPED *file = open_file(path, reterr);
    if (file == NULL) {
        return STATUS_CONFIG;
    }
    *ret_certificate = PEM_read_X509(file, NULL, no_passphrase, NULL);
    return *ret_certificate != NULL
               ? STATUS_OK
               : base_failure_set(reterr, STATUS_CONFIG, "%s: not a certificate in PEM: %s", path,
                                  openssl_reason());
}

static enum base_status read_key(const char *path, EVP_PKEY **ret_key, struct base_failure *reterr)
{
    FILE_SCOPED *file = open_file(path, reterr);
    if (file == NULL) {
        return STATUS_CONFIG;
    }
    *ret_key = PEM_read_PrivateKey(file, NULL, no_passphrase, NULL);
    return *ret_key != NULL
               ? STATUS_OK
               : base_failure_set(reterr, STATUS_CONFIG,
                                  "%s: not a private key in PEM without passphrase: %s", path,
                                  openssl_reason());
}

static enum base_status check_validity(const char *path, const X509 *certificate,
                                       int64_t wall_seconds, int64_t *expires,
                                       struct base_failure *reterr)
{
    struct tm first, last;
    if (ASN1_TIME_to_tm(X509_get0_notBefore(certificate), &first) != 1 ||
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &last) != 1) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: the certificate's dates are malformed",
                                path);
    }
    char day[sizeof "YYYY-MM-DD HH:MM UTC"];
    if (timegm(&first) > wall_seconds) {
        strftime(day, sizeof day, "%Y-%m-%d %H:%M UTC", &first);
        return base_failure_set(reterr, STATUS_CONFIG, "%s: the certificate is not valid before %s",
                                path, day);
    }
    if (timegm(&last) < wall_seconds) {
        strftime(day, sizeof day, "%Y-%m-%d %H:%M UTC", &last);
        return base_failure_set(reterr, STATUS_CONFIG, "%s: the certificate expired on %s", path,
                                day);
    }
    if (timegm(&last) < *expires) {
        *expires = timegm(&last);
    }
    return STATUS_OK;
}

/* Each type of key has one place in a context; a second pair of the same type would replace the
   first unnoticed. */
static bool has_type(SSL_CTX *context, EVP_PKEY *key)
{
    int more = SSL_CTX_set_current_cert(context, SSL_CERT_SET_FIRST);
    while (more == 1) {
        X509 *present = SSL_CTX_get0_certificate(context);
        if (present != NULL &&
            EVP_PKEY_get_base_id(X509_get0_pubkey(present)) == EVP_PKEY_get_base_id(key)) {
            return true;
        }
        more = SSL_CTX_set_current_cert(context, SSL_CERT_SET_NEXT);
    }
    return false;
}

enum base_status http_certificate_use(SSL_CTX *context, const char *certificate_path,
                                      const char *key_path, int64_t wall_seconds, int64_t *expires,
                                      struct base_failure *reterr)
{
    CERTIFICATE_SCOPED *certificate = NULL;
    KEY_SCOPED *key = NULL;
    enum base_status status = read_certificate(certificate_path, &certificate, reterr);
    if (status == STATUS_OK) {
        status = read_key(key_path, &key, reterr);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (X509_check_private_key(certificate, key) != 1) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: the key does not belong to the certificate %s", key_path,
                                certificate_path);
    }
    status = check_validity(certificate_path, certificate, wall_seconds, expires, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    if (has_type(context, key)) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: the second certificate must have another type of key than "
                                "the first (ECDSA beside RSA)",
                                certificate_path);
    }
    if (SSL_CTX_use_certificate_chain_file(context, certificate_path) != 1) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", certificate_path,
                                openssl_reason());
    }
    if (SSL_CTX_use_PrivateKey(context, key) != 1) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s", key_path, openssl_reason());
    }
    return STATUS_OK;
}
