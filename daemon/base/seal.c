#include "base/seal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEAL_VERSION 1
#define SEAL_NONCE_BYTES 12
#define SEAL_TAG_BYTES 16
#define SEAL_HEAD_BYTES (1 + SEAL_NONCE_BYTES)
#define SEAL_OVERHEAD_BYTES (SEAL_HEAD_BYTES + SEAL_TAG_BYTES)

/* The library only fails here when it has no memory or no providers: nothing could go on. */
static void must(bool succeeded)
{
    if (!succeeded) {
        fputs("fatal: the cryptographic library does not work\n", stderr);
        abort();
    }
}

/* What is authenticated beside the text: each part behind its length, and the version byte. */
static void add_bound(EVP_CIPHER_CTX *context, const struct base_text *bound, size_t count,
                      const uint8_t *version)
{
    int length = 0;
    must(EVP_CipherUpdate(context, NULL, &length, version, 1) == 1);
    for (size_t i = 0; i < count; i++) {
        uint8_t frame[8];
        for (size_t j = 0; j < sizeof frame; j++) {
            frame[j] = (uint8_t)((uint64_t)bound[i].length >> (56 - 8 * j));
        }
        must(EVP_CipherUpdate(context, NULL, &length, frame, sizeof frame) == 1);
        assert(bound[i].length <= INT_MAX);
        must(bound[i].length == 0 ||
             EVP_CipherUpdate(context, NULL, &length, (const unsigned char *)bound[i].data,
                              (int)bound[i].length) == 1);
    }
}

static EVP_CIPHER_CTX *cipher_new(const struct base_key *key, const uint8_t *nonce, bool encrypts)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    must(context != NULL);
    must(EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), key->bytes, nonce, encrypts ? 1 : 0,
                            NULL) == 1);
    return context;
}

char *base_seal(struct base_arena *arena, const struct base_key *key, const struct base_text *bound,
                size_t bound_count, struct base_text text)
{
    assert(text.length <= INT_MAX - SEAL_OVERHEAD_BYTES);
    uint8_t *sealed = base_arena_alloc(arena, text.length + SEAL_OVERHEAD_BYTES);
    sealed[0] = SEAL_VERSION;
    base_key_random(sealed + 1, SEAL_NONCE_BYTES);
    EVP_CIPHER_CTX *context = cipher_new(key, sealed + 1, true);
    add_bound(context, bound, bound_count, sealed);
    uint8_t *out = sealed + SEAL_HEAD_BYTES;
    int length = 0;
    must(text.length == 0 ||
         EVP_CipherUpdate(context, out, &length, (const unsigned char *)text.data,
                          (int)text.length) == 1);
    must(EVP_CipherFinal_ex(context, out + length, &length) == 1 && length == 0);
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, out + text.length) ==
         1);
    EVP_CIPHER_CTX_free(context);
    return base_text_base64url(arena, sealed, text.length + SEAL_OVERHEAD_BYTES);
}

/* Writes the text to `out`, which is not to be used unless this returns true. */
static bool open_bytes(const struct base_key *key, const struct base_text *bound,
                       size_t bound_count, uint8_t *sealed, size_t text_length, uint8_t *out)
{
    EVP_CIPHER_CTX *context = cipher_new(key, sealed + 1, false);
    add_bound(context, bound, bound_count, sealed);
    int length = 0;
    must(text_length == 0 ||
         EVP_CipherUpdate(context, out, &length, sealed + SEAL_HEAD_BYTES, (int)text_length) == 1);
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_BYTES,
                             sealed + SEAL_HEAD_BYTES + text_length) == 1);
    bool genuine = EVP_CipherFinal_ex(context, out + length, &length) == 1;
    EVP_CIPHER_CTX_free(context);
    return genuine;
}

enum base_status base_unseal(struct base_arena *arena, const struct base_key *key,
                             const struct base_text *bound, size_t bound_count,
                             struct base_text sealed, struct base_text *ret_text)
{
    if (sealed.length > INT_MAX) {
        return STATUS_MALFORMED;
    }
    size_t capacity = sealed.length / 4 * 3 + 3;
    uint8_t *bytes = base_arena_alloc(arena, capacity);
    size_t length = 0;
    if (!base_text_from_base64url(sealed, bytes, capacity, &length) ||
        length < SEAL_OVERHEAD_BYTES || bytes[0] != SEAL_VERSION) {
        return STATUS_MALFORMED;
    }
    size_t text_length = length - SEAL_OVERHEAD_BYTES;
    char *text = base_arena_alloc(arena, text_length + 1);
    if (!open_bytes(key, bound, bound_count, bytes, text_length, (uint8_t *)text)) {
        memset(text, 0, text_length);
        return STATUS_MALFORMED;
    }
    text[text_length] = '\0';
    *ret_text = (struct base_text){text, text_length};
    return STATUS_OK;
}
