/*
 * Links, pseudonyms and receipts. All are computed, none is looked up, so links can be verified
 * while the database is away.
 *
 * personal token   base64url of locator (16 bytes) and MAC (12 bytes): 38 characters
 * locator          HMAC(locator key; programme, participant key), 128 bits: the same key gives the
 *                  same link, and without the key the locator is random
 * MAC              HMAC(token key; programme, locator)
 * pseudonym        HMAC(linkage key; programme, locator), 128 bits: what the database stores
 * open code        HMAC(open key; programme), 50 bits as 10 characters of base32
 * order            time of acceptance in milliseconds + HMAC(linkage key; programme, pseudonym,
 * cycle) below 2^62: orders one person's submissions to one cycle and, without the key, tells no
 * time and compares with nothing else receipt          HMAC(receipt key; programme, link,
 * submission id), 80 bits, shown as
 *                  XXXX-XXXX-XXXX-XXXX in base32. `link` is the locator, or the open code
 */
#ifndef SURVEYD_BASE_TOKEN_H
#define SURVEYD_BASE_TOKEN_H

#include "base/key.h"

#define BASE_TOKEN_LOCATOR_BYTES 16
#define BASE_TOKEN_PSEUDONYM_BYTES 16
#define BASE_TOKEN_RECEIPT_BYTES 10

/* The personal token of a participant; on the arena. */
char *base_token_personal(struct base_arena *arena, const struct base_programme_keys *keys,
                          struct base_text participant_key);

/* True if the token was made for this programme; then the locator is written. Constant time. */
bool base_token_verify(const struct base_programme_keys *keys, struct base_text token,
                       uint8_t ret_locator[BASE_TOKEN_LOCATOR_BYTES]);

/* The locator of a participant key, for `surveyctl invite`. */
void base_token_locator(const struct base_programme_keys *keys, struct base_text participant_key,
                        uint8_t ret_locator[BASE_TOKEN_LOCATOR_BYTES]);

/* The pseudonym under which answers given with this locator are stored. */
void base_token_pseudonym(const struct base_key *linkage, const char *programme,
                          const uint8_t locator[BASE_TOKEN_LOCATOR_BYTES],
                          uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES]);

/* Where a submission accepted at `accepted_ms` (since 1970) stands among those of the same person
   to the same cycle: the later, the higher. */
int64_t base_token_order(const struct base_key *linkage, const char *programme,
                         const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES], int cycle,
                         int64_t accepted_ms);

/* The code of the programme's open link, and whether a text is that code (either case; constant
   time). */
char *base_token_open_code(struct base_arena *arena, const struct base_programme_keys *keys);
bool base_token_open_verify(const struct base_programme_keys *keys, struct base_text code);

/* The receipt of a submission. `link` is the locator's 16 bytes or the open code in capitals. */
void base_token_receipt(const struct base_programme_keys *keys, struct base_text link,
                        const uint8_t submission[16],
                        uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES]);

/* The receipt as people see it, and back (dashes, blanks and case do not matter). */
char *base_token_receipt_text(struct base_arena *arena,
                              const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES]);
bool base_token_receipt_parse(struct base_text text, uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES]);

#endif
