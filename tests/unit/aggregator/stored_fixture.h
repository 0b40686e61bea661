/*
 * Stored data made by hand, from run to run: what one run leaves in the database the next one
 * reads.
 */
#ifndef TEST_AGGREGATOR_STORED_FIXTURE_H
#define TEST_AGGREGATOR_STORED_FIXTURE_H

#include "release.h"

struct stored_fixture {
    struct base_arena *arena;
    const struct survey_programme *programme;
    size_t question_count;
    const char *const *questions;
    struct stored_reader *reader; /* of the present run */
    struct stored_data *data;
    struct release_ledger ledger;
    size_t part_count;
    struct store_release parts[64]; /* what was stored of the ledger */
};

/* Everything on the arena; for cycles 1, 2, ... of the programme and these questions. */
void stored_fixture_init(struct stored_fixture *fixture, struct base_arena *arena,
                         const struct survey_programme *programme, const char *const *questions,
                         size_t question_count);

/* Begins a run: nothing is stored, and the ledger is what the run before left. */
void stored_fixture_begin(struct stored_fixture *fixture);

/* Somebody answers in the cycle (index). `mark` tells one set of answers from another. */
void stored_fixture_respond(struct stored_fixture *fixture, size_t cycle, const char *who,
                            uint32_t mark);

/* Somebody of an organisation and type answers in the cycle (index). */
void stored_fixture_respond_for(struct stored_fixture *fixture, size_t cycle, const char *who,
                                const char *organisation, const char *actor_type);

/* Somebody of an organisation and type is invited to the cycle (index). */
void stored_fixture_invite(struct stored_fixture *fixture, size_t cycle, const char *who,
                           const char *organisation, const char *actor_type);

/* What somebody who has responded says to a question, and that this person attended. */
void stored_fixture_answer(struct stored_fixture *fixture, size_t cycle, const char *who,
                           const char *question, double value);
void stored_fixture_attend(struct stored_fixture *fixture, size_t cycle, const char *who);

/* Puts everything in order, compares it with the ledger, and stores what is new there. */
void stored_fixture_settle(struct stored_fixture *fixture);

/* The number in the table of somebody who has responded. */
uint32_t stored_fixture_participant(const struct stored_fixture *fixture, const char *who);

#endif
