/*
 * Records, sealed into the form that segments hold and opened again.
 */
#ifndef SURVEYD_SPOOL_RECORD_H
#define SURVEYD_SPOOL_RECORD_H

#include "segment.h"

/* Seals and opens under one key; used by one thread at a time. */
struct record_sealer;

struct record_sealer *record_sealer_new(const struct base_key *key);
void record_sealer_free(struct record_sealer *sealer);

/* Whether this record was sealed under this key; damaged or not. */
bool record_is_mine(const struct record_sealer *sealer, const struct segment_stretch *stretch);

/* Writes frame, body and the zeros behind: SEGMENT_RECORD_BYTES(text length), which is the result.
   The text is at most SPOOL_RECORD_BYTES long. */
size_t record_seal(struct record_sealer *sealer, uint64_t number, const struct spool_record *record,
                   uint8_t *ret_bytes);

/* Opens a whole record; the text on the arena, NUL-terminated. False: damaged, or another key. */
BASE_MUST_CHECK bool record_open(struct record_sealer *sealer, struct base_arena *arena,
                                 const struct segment_stretch *stretch,
                                 struct spool_record *ret_record);

#endif
