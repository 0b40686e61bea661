#include "base/key.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "key_derive.h"

/* The library only fails here when it has no memory or no providers: nothing could go on. */
static void must(bool succeeded)
{
    if (!succeeded) {
        fputs("fatal: the cryptographic library does not work\n", stderr);
        abort();
    }
}

static void add_part(EVP_MAC_CTX *context, struct base_text part)
{
    unsigned char length[8];
    for (size_t i = 0; i < sizeof(length); i++) {
        length[i] = (unsigned char)((uint64_t)part.length >> (56 - 8 * i));
    }
    must(EVP_MAC_update(context, length, sizeof(length)) == 1);
    if (part.length > 0) {
        must(EVP_MAC_update(context, (const unsigned char *)part.data, part.length) == 1);
    }
}

void base_key_hmac(const struct base_key *key, const struct base_text *parts, size_t count,
                   uint8_t ret_digest[32])
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    must(mac != NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    must(context != NULL);
    char digest_name[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
        OSSL_PARAM_construct_end(),
    };
    must(EVP_MAC_init(context, key->bytes, sizeof(key->bytes), parameters) == 1);
    for (size_t i = 0; i < count; i++) {
        add_part(context, parts[i]);
    }
    size_t length = 0;
    must(EVP_MAC_final(context, ret_digest, &length, 32) == 1 && length == 32);
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
}

void base_key_sha256(struct base_text text, uint8_t ret_digest[32])
{
    unsigned length = 0;
    must(EVP_Digest(text.length == 0 ? "" : text.data, text.length, ret_digest, &length,
                    EVP_sha256(), NULL) == 1 &&
         length == 32);
}

void key_derive_hkdf(struct base_text secret, struct base_text salt, struct base_text purpose,
                     uint8_t *ret_bytes, size_t length)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    must(kdf != NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    must(context != NULL);
    char digest_name[] = "SHA256";
    OSSL_PARAM parameters[5];
    size_t count = 0;
    parameters[count++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest_name, 0);
    parameters[count++] = OSSL_PARAM_construct_octet_string(
        OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)secret.data, secret.length);
    if (salt.length > 0) {
        parameters[count++] = OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_SALT, (void *)(uintptr_t)salt.data, salt.length);
    }
    parameters[count++] = OSSL_PARAM_construct_octet_string(
        OSSL_KDF_PARAM_INFO, (void *)(uintptr_t)purpose.data, purpose.length);
    parameters[count] = OSSL_PARAM_construct_end();
    must(EVP_KDF_derive(context, ret_bytes, length, parameters) == 1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
}

void key_derive_purpose(const struct base_key *secret, const char *purpose,
                        struct base_key *ret_key)
{
    key_derive_hkdf((struct base_text){(const char *)secret->bytes, sizeof(secret->bytes)},
                    (struct base_text){NULL, 0}, base_text_of(purpose), ret_key->bytes,
                    sizeof(ret_key->bytes));
}

void base_key_random(void *ret_bytes, size_t length)
{
    uint8_t *bytes = ret_bytes;
    while (length > 0) {
        ssize_t got = getrandom(bytes, length, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        must(got > 0);
        bytes += got;
        length -= (size_t)got;
    }
}

char *base_key_uuid(struct base_arena *arena)
{
    uint8_t bytes[16];
    base_key_random(bytes, sizeof(bytes));
    bytes[6] = (uint8_t)(0x40 | (bytes[6] & 0x0f));
    bytes[8] = (uint8_t)(0x80 | (bytes[8] & 0x3f));
    return base_text_uuid(arena, bytes);
}
