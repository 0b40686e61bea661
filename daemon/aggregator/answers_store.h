/*
 * What is stored of a programme: its responses and what is known of participation, as an answer
 * table that can be kept and brought up to date.
 *
 * An answer takes a byte, a response the same and 16 bytes more, a person about 50; so a million
 * responses of 25 answers fit where one would not look for them.
 */
#ifndef AGGREGATOR_ANSWERS_STORE_H
#define AGGREGATOR_ANSWERS_STORE_H

#include "answers_cycle.h"
#include "people.h"
#include "source.h"
#include "store/dataset.h"
#include "store/session.h"

/* A response whose answers have changed since the ledger was settled, as a bit of its stamp. */
#define STORED_CHANGED (UINT32_C(1) << 31)

struct stored_data {
    const struct evaluation_data
        *table; /* since stored_reader_tabulate; until stored_reader_finish */
    size_t cycle_count;
    struct answers_cycle *cycles; /* parallel to the programme's cycles */
    bool *attendance_is_known;    /* of each cycle, since stored_reader_tabulate */
    bool *facts_are_known;        /* something besides the invitation is recorded */
    struct people people;
    int64_t response_count;
    uint64_t response_mark;      /* sum of a number of each response; likewise: */
    uint64_t participation_mark; /* of each row */
};

struct stored_reader;

/* An empty set of data; `wanted` are the questions that it keeps. All on the arena, which `source`
   must outlive. */
struct stored_reader *stored_reader_new(struct base_arena *arena, const struct source *source,
                                        const char *const *wanted, size_t wanted_count);

/* What has been read. */
struct stored_data *stored_reader_data(struct stored_reader *reader);

/* Called now and then with the number of responses read so far. */
typedef void (*stored_progress)(int64_t responses, void *context);

/* Reads what is known of participation, in place of what was known before; in the session's open
   transaction. */
BASE_MUST_CHECK enum base_status stored_reader_participation(struct stored_reader *reader,
                                                             struct store_session *session,
                                                             struct base_failure *reterr);

/* Reads all responses into an empty set of data; in the session's open transaction. `progress` may
   be NULL. */
BASE_MUST_CHECK enum base_status stored_reader_responses(struct stored_reader *reader,
                                                         struct store_session *session,
                                                         stored_progress progress, void *context,
                                                         struct base_failure *reterr);

/* Reads the named responses again: new ones, changed ones, and those that are gone. Only after
   stored_reader_finish; in the session's open transaction. */
BASE_MUST_CHECK enum base_status stored_reader_update(struct stored_reader *reader,
                                                      struct store_session *session,
                                                      const struct store_answers_key *keys,
                                                      size_t key_count,
                                                      struct base_failure *reterr);

/* Puts everything in order; there is no table then. */
void stored_reader_finish(struct stored_reader *reader);

/* Makes the table of data that is in order. */
void stored_reader_tabulate(struct stored_reader *reader);

/* A short text that is equal for equal responses and participation, whatever their order; on the
   arena. After stored_reader_finish. */
const char *stored_data_mark(const struct stored_data *data, struct base_arena *arena);

#endif
