/*
 * The derivation of keys, for key.c, keyring.c and their tests only.
 */
#ifndef SURVEYD_BASE_KEY_DERIVE_H
#define SURVEYD_BASE_KEY_DERIVE_H

#include "base/key.h"

/* HKDF-SHA256 (RFC 5869), extract and expand. `salt` may be empty. */
void key_derive_hkdf(struct base_text secret, struct base_text salt, struct base_text purpose,
                     uint8_t *ret_bytes, size_t length);

/* The key of one purpose. A purpose's text must never change: every link depends on it. */
void key_derive_purpose(const struct base_key *secret, const char *purpose,
                        struct base_key *ret_key);

#endif
