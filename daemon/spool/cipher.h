/*
 * AES-256-GCM under one key, with the key schedule made once. Used by one thread at a time.
 */
#ifndef SURVEYD_SPOOL_CIPHER_H
#define SURVEYD_SPOOL_CIPHER_H

#include "base/key.h"

#define CIPHER_NONCE_BYTES 12
#define CIPHER_TAG_BYTES 16
#define CIPHER_OVERHEAD_BYTES (CIPHER_NONCE_BYTES + CIPHER_TAG_BYTES)

struct cipher;

/* The key of this purpose ("records", "copy") under the spool's key. */
struct cipher *cipher_new(const struct base_key *key, const char *purpose);
void cipher_free(struct cipher *cipher);

/* Writes a random nonce, both parts encrypted, and the tag: CIPHER_OVERHEAD_BYTES more than the
   parts. `bound` is authenticated only. Aborts if the library or the system's generator fails. */
void cipher_seal(struct cipher *cipher, struct base_text bound, struct base_text first,
                 struct base_text second, uint8_t *ret_sealed);

/* Undoes it: the first `first_length` bytes and the rest of what was encrypted. False: not sealed
   by this, and what was written is wiped. */
BASE_MUST_CHECK bool cipher_open(struct cipher *cipher, struct base_text bound,
                                 struct base_text sealed, uint8_t *ret_first, size_t first_length,
                                 uint8_t *ret_second);

#endif
