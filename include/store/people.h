/*
 * Who belongs to which organisation, for the daemon to know while the database is away.
 *
 * Nobody is named: a person is the fingerprint of a pseudonym, from which the pseudonym cannot be
 * told. Whoever has the link, and the keys, can compute both.
 */
#ifndef SURVEYD_STORE_PEOPLE_H
#define SURVEYD_STORE_PEOPLE_H

#include "base/token.h"
#include "store/catalogue.h"

#define STORE_FINGERPRINT_BYTES 16 /* the first of SHA-256 of the pseudonym */

/* Of a pseudonym, as the database computes it. */
void store_fingerprint(const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                       uint8_t ret_fingerprint[STORE_FINGERPRINT_BYTES]);

/* Respondents who have organisation and actor type in common. */
struct store_people_group {
    const char *programme;
    int cycle;                /* 0: in every cycle for which no other group has the person */
    const char *organisation; /* "" if not known */
    const char *actor_type;   /* "" if not known */
    size_t count;
    const uint8_t *fingerprints; /* ascending, STORE_FINGERPRINT_BYTES each */
};

struct store_people {
    int64_t stamp; /* of this snapshot */
    size_t group_count;
    const struct store_people_group *groups; /* by programme, then cycle */
};

/* The group that holds for the person in the cycle; NULL if the person is in none. */
const struct store_people_group *
store_people_find(const struct store_people *people, const char *programme, int cycle,
                  const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES]);

/* The stamp now; as store_catalogue_stamp. */
void store_people_stamp(struct store_pool *pool, store_stamp_callback callback, void *context);

/* `people` is NULL unless status is STATUS_OK, and valid during the call only. */
typedef void (*store_people_callback)(enum base_status status, const struct store_people *people,
                                      void *context);

/* Reads everybody, of all programmes. */
void store_people_load(struct store_pool *pool, store_people_callback callback, void *context);

#endif
