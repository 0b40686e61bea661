/*
 * The index: where each record lies and what is being done with it. 60 bytes a record, made in
 * blocks, freed when the last one has gone. No lock of its own; no call does more than an instant's
 * work, however many records there are.
 */
#ifndef SURVEYD_SPOOL_INDEX_H
#define SURVEYD_SPOOL_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spool/spool.h"

/* The part of a digest that is kept here. */
#define INDEX_DIGEST_BYTES 16
#define INDEX_NONE UINT32_MAX

enum index_state {
    INDEX_FREE,
    INDEX_QUEUED,  /* on its way to the disk: `request` holds */
    INDEX_WAITING, /* on the disk, nobody has taken it: `place` holds, as below */
    INDEX_TAKEN,
    INDEX_REFUSED, /* taken, and on its way to quarantine */
};

struct put_request;

struct index_place {
    uint32_t segment; /* slot in the table of segments */
    uint32_t offset;
};

struct index_entry {
    uint8_t id[SPOOL_ID_BYTES];
    uint8_t digest[INDEX_DIGEST_BYTES];
    union {
        struct index_place place;
        struct put_request *request;
    };
    uint32_t length;   /* in the segment */
    uint32_t next;     /* of the same bucket, or free */
    uint32_t position; /* among those that wait */
    uint32_t generation : 28;
    uint32_t state : 4;
};

struct index;

/* For about this many records; more only make it slower. */
struct index *index_new(size_t expected_count);
void index_free(struct index *index);

/* Entries of all states. */
size_t index_count(const struct index *index);
size_t index_waiting_count(const struct index *index);

/* Valid until the entry is removed. `slot` must be in use. */
struct index_entry *index_entry(struct index *index, uint32_t slot);

/* The slot with this id and digest (`digest` NULL: with this id); INDEX_NONE if there is none. */
uint32_t index_find(const struct index *index, const uint8_t *id, const uint8_t *digest);

/* Adds one, QUEUED; the slot. */
uint32_t index_add(struct index *index, const uint8_t *id, const uint8_t *digest);
void index_remove(struct index *index, uint32_t slot);

/* Makes an entry WAITING. */
void index_wait(struct index *index, uint32_t slot);

/* Makes the entry at this position (below index_waiting_count) TAKEN; the slot. */
uint32_t index_take(struct index *index, size_t position);

/* Names an entry as long as it is there, and finds it again (INDEX_NONE: it has gone). */
uint64_t index_reference(struct index *index, uint32_t slot);
uint32_t index_by_reference(struct index *index, uint64_t reference);

#endif
