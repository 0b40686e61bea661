/*
 * Secret keys: files in a folder that the database never sees, and what is derived from them.
 *
 *   <directory>/<programme>/secret                  one per programme, made at the first import
 *   <directory>/<programme>/linkage                 linkage "programme": one key until the sealing
 *   <directory>/<programme>/linkage-<cycle>         linkage "survey": one key per cycle
 *
 * Each file holds 64 hexadecimal digits and a newline (32 random bytes), mode 0640, written with
 * fsync of file and folder. From `secret` the purposes below are derived by HKDF-SHA256; it lives
 * as long as the programme. A linkage key is destroyed when what it links is sealed.
 *
 * <directory>/spool.key seals what a daemon keeps while the database is away; it may lie elsewhere.
 */
#ifndef SURVEYD_BASE_KEY_H
#define SURVEYD_BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#define BASE_KEY_BYTES 32

struct base_key {
    uint8_t bytes[BASE_KEY_BYTES];
};

/* The keys of one programme. */
struct base_programme_keys {
    const char *programme;
    struct base_key token;   /* authenticates personal links */
    struct base_key locator; /* turns a participant's key of people.csv into a locator */
    struct base_key receipt; /* turns a submission id into a receipt */
    struct base_key open;    /* makes the code of the open link */
    struct base_key form;    /* seals the state that a form carries */
    bool has_linkage;        /* linkage "programme" */
    struct base_key linkage;
    size_t cycle_count; /* linkage "survey" */
    const int *cycles;
    const struct base_key *cycle_linkage; /* parallel to `cycles` */
};

/* A snapshot of the folder; immutable, so that threads may share it. */
struct base_keyring;

/* Reads every programme of the folder. A missing folder is an empty keyring; a file that cannot
   be read, has another form, or is readable by others is STATUS_CONFIG with its path. */
BASE_MUST_CHECK enum base_status base_keyring_read(const char *directory,
                                                   struct base_keyring **ret_keyring,
                                                   struct base_failure *reterr);
void base_keyring_free(struct base_keyring *keyring);

/* The keys of a programme, valid while the keyring lives; NULL if it has none. */
const struct base_programme_keys *base_keyring_find(const struct base_keyring *keyring,
                                                    struct base_text programme);

/* The linkage key that holds for answers of the cycle; NULL if it was destroyed. */
const struct base_key *base_programme_keys_linkage(const struct base_programme_keys *keys,
                                                   int cycle);

/* Makes the key files of a programme that are missing (linkage keys: of "programme" linkage if
   `cycle_count` is 0, else of these cycles), never replaces one. Where root runs this, new files
   and the programme's folder belong to whoever `directory` belongs to. `*ret_created` says how
   many. */
BASE_MUST_CHECK enum base_status base_keyring_create(const char *directory, const char *programme,
                                                     const int *cycles, size_t cycle_count,
                                                     size_t *ret_created,
                                                     struct base_failure *reterr);

/* A single key in a file of the form above, such as the spool's: STATUS_NOT_FOUND if there is no
   such file, STATUS_CONFIG if it is not a key or readable by others. */
BASE_MUST_CHECK enum base_status base_key_file_read(const char *path, struct base_key *ret_key,
                                                    struct base_failure *reterr);

/* Makes it, and its folder, if it is missing; never replaces it. Where root runs this, the file
   belongs to whoever the folder belongs to. */
BASE_MUST_CHECK enum base_status base_key_file_create(const char *path, bool *ret_created,
                                                      struct base_failure *reterr);

/* HMAC-SHA256 of the concatenated parts, each preceded by its length as 8 bytes big-endian, so
   that no two lists of parts collide. */
void base_key_hmac(const struct base_key *key, const struct base_text *parts, size_t count,
                   uint8_t ret_digest[32]);

/* SHA-256 of a text. */
void base_key_sha256(struct base_text text, uint8_t ret_digest[32]);

/* Fills with bytes from the system's cryptographic generator; aborts if it has none. */
void base_key_random(void *ret_bytes, size_t length);

/* A random version 4 UUID in canonical form. */
char *base_key_uuid(struct base_arena *arena);

#endif
