/*
 * Sealing: text that goes out to a client and must come back unread and unchanged.
 *
 * AES-256-GCM with a random 96-bit nonce; the sealed form is base64url of version byte, nonce,
 * ciphertext and tag. What it is bound to (the link, the submission, the version of the form) is
 * authenticated but not part of it, so a sealed text of one place opens in no other.
 */
#ifndef SURVEYD_BASE_SEAL_H
#define SURVEYD_BASE_SEAL_H

#include "base/key.h"

/* Seals; on the arena, NUL-terminated. `bound` parts are framed, so no two lists of parts collide.
   Aborts if the system has no randomness. */
char *base_seal(struct base_arena *arena, const struct base_key *key, const struct base_text *bound,
                size_t bound_count, struct base_text text);

/* Opens. STATUS_MALFORMED, whatever is wrong with it, without telling what. On the arena. */
BASE_MUST_CHECK enum base_status base_unseal(struct base_arena *arena, const struct base_key *key,
                                             const struct base_text *bound, size_t bound_count,
                                             struct base_text sealed, struct base_text *ret_text);

#endif
