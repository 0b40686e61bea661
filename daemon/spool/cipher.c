#include "cipher.h"

#include <assert.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap.h"

struct cipher {
    EVP_CIPHER_CTX *encryption, *decryption;
};

/* The library only fails here when it has no memory or no providers: nothing could go on. */
static void must(bool succeeded)
{
    if (!succeeded) {
        fputs("fatal: the cryptographic library does not work\n", stderr);
        abort();
    }
}

static EVP_CIPHER_CTX *context_new(const uint8_t *key, int encrypts)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    must(context != NULL);
    must(EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, NULL, encrypts) == 1);
    return context;
}

struct cipher *cipher_new(const struct base_key *key, const char *purpose)
{
    struct base_text part = base_text_of(purpose);
    uint8_t derived[32];
    base_key_hmac(key, &part, 1, derived);
    struct cipher *cipher = heap_new(sizeof *cipher);
    cipher->encryption = context_new(derived, 1);
    cipher->decryption = context_new(derived, 0);
    OPENSSL_cleanse(derived, sizeof derived);
    return cipher;
}

void cipher_free(struct cipher *cipher)
{
    if (cipher != NULL) {
        EVP_CIPHER_CTX_free(cipher->encryption);
        EVP_CIPHER_CTX_free(cipher->decryption);
        free(cipher);
    }
}

/* `out` NULL: authenticated only. */
static void update(EVP_CIPHER_CTX *context, uint8_t *out, const void *bytes, size_t length)
{
    assert(length <= INT_MAX);
    int written = 0;
    must(length == 0 || EVP_CipherUpdate(context, out, &written, bytes, (int)length) == 1);
}

void cipher_seal(struct cipher *cipher, struct base_text bound, struct base_text first,
                 struct base_text second, uint8_t *ret_sealed)
{
    EVP_CIPHER_CTX *context = cipher->encryption;
    base_key_random(ret_sealed, CIPHER_NONCE_BYTES);
    must(EVP_CipherInit_ex(context, NULL, NULL, NULL, ret_sealed, -1) == 1);
    update(context, NULL, bound.data, bound.length);
    uint8_t *out = ret_sealed + CIPHER_NONCE_BYTES;
    update(context, out, first.data, first.length);
    out += first.length;
    update(context, out, second.data, second.length);
    out += second.length;
    int written = 0;
    must(EVP_CipherFinal_ex(context, out, &written) == 1 && written == 0);
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CIPHER_TAG_BYTES, out) == 1);
}

bool cipher_open(struct cipher *cipher, struct base_text bound, struct base_text sealed,
                 uint8_t *ret_first, size_t first_length, uint8_t *ret_second)
{
    assert(sealed.length >= CIPHER_OVERHEAD_BYTES + first_length);
    EVP_CIPHER_CTX *context = cipher->decryption;
    const uint8_t *bytes = (const uint8_t *)sealed.data;
    size_t second_length = sealed.length - CIPHER_OVERHEAD_BYTES - first_length;
    uint8_t tag[CIPHER_TAG_BYTES];
    memcpy(tag, bytes + sealed.length - sizeof tag, sizeof tag);
    must(EVP_CipherInit_ex(context, NULL, NULL, NULL, bytes, -1) == 1);
    update(context, NULL, bound.data, bound.length);
    update(context, ret_first, bytes + CIPHER_NONCE_BYTES, first_length);
    update(context, ret_second, bytes + CIPHER_NONCE_BYTES + first_length, second_length);
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1);
    int written = 0;
    uint8_t nothing[CIPHER_TAG_BYTES];
    if (EVP_CipherFinal_ex(context, nothing, &written) == 1) {
        return true;
    }
    OPENSSL_cleanse(ret_first, first_length);
    OPENSSL_cleanse(ret_second, second_length);
    return false;
}
