/*
 * What a spool is made of, for the files of this room.
 *
 * Whatever stands below `lock` is touched under it, by any thread. The rest is the spool's thread's
 * own (the opener's until that thread starts). The lock is never held while waiting for the disk.
 */
#ifndef SURVEYD_SPOOL_SPOOL_STATE_H
#define SURVEYD_SPOOL_SPOOL_STATE_H

#include <pthread.h>

#include "folder.h"
#include "index.h"
#include "record.h"

#define SPOOL_REASON_BYTES 32
#define SPOOL_NO_SEGMENT UINT32_MAX

/* One call of spool_put. */
struct put_request {
    struct put_request *next;
    struct put_request *followers; /* the same record, put again before this one was on the disk */
    spool_callback callback;
    void *context;
    enum base_status status;
    uint32_t slot; /* in the index */
    struct index_place place;
    size_t cost; /* of queue_bytes */
    struct spool_record record;
    char text[];
};

struct take_request {
    struct take_request *next;
    size_t count;
    spool_taken_callback callback;
    void *context;
};

struct refusal {
    struct refusal *next;
    uint32_t slot;
    char reason[SPOOL_REASON_BYTES];
};

struct put_queue {
    struct put_request *first, **end;
};

enum segment_state {
    SEGMENT_GONE, /* the slot is free */
    SEGMENT_SPARE,
    SEGMENT_ACTIVE,
    SEGMENT_CLOSED, /* takes no more records */
    SEGMENT_DONE,   /* to be deleted */
};

struct segment {
    uint64_t number;
    uint64_t bytes;
    uint64_t used;  /* where the next record goes */
    uint32_t live;  /* records in the index that lie here; under the lock */
    int descriptor; /* of SPARE and ACTIVE */
    enum segment_state state;
    bool is_kept; /* not to be deleted: something here could be neither read nor moved */
};

struct spool {
    struct spool_options options;
    struct spool_counters counters;
    struct folder folder;
    pthread_t thread;
    struct record_sealer *sealer;
    uint8_t *buffer;          /* SEGMENT_RECORD_BYTES_MAX */
    struct segment *segments; /* the table grows under the lock */
    uint32_t segment_count;
    uint32_t active, spare; /* slots */
    uint64_t next_segment, next_record;
    unsigned failures; /* in a row */
    int64_t retry_at_ms, spare_at_ms;
    enum base_status retry_cause;
    bool is_full_told, was_filled;

    _Atomic size_t present; /* entries of the index */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct index *index;
    struct put_queue puts, results; /* to be written; to be told only */
    size_t queued_bytes;
    struct take_request *takes, **takes_end;
    struct refusal *refusals, **refusals_end;
    struct base_text copy; /* to be written; data NULL: nothing */
    bool needs_sweep, is_closing;
};

/* spool.c */
void spool_lock(struct spool *spool);
void spool_unlock(struct spool *spool); /* and keeps `present` */
void spool_wake(struct spool *spool);   /* under the lock */
void spool_tell(struct spool *spool, enum spool_event_kind kind, uint64_t number, const char *text);
void spool_count(_Atomic uint64_t *counter, int64_t change);
/* The record leaves its segment; under the lock. */
void spool_forget(struct spool *spool, uint32_t slot);

/* thread.c: what the thread runs, until `is_closing` and nothing is left to do. */
void *thread_main(void *context);

/* segments.c */
uint32_t segments_add(struct spool *spool, struct segment segment);
/* Sees to it that the active segment has room. STATUS_UNAVAILABLE: full; STATUS_IO: broken. */
enum base_status segments_make_room(struct spool *spool, size_t length);
/* The active segment takes no more records. */
void segments_close_active(struct spool *spool);
/* The same after writing or syncing it failed. */
void segments_fail_active(struct spool *spool, const struct base_failure *failure);
void segments_make_spare(struct spool *spool);
/* Deletes segments of which every record is settled. */
void segments_sweep(struct spool *spool);

/* write.c: writes what was put, syncs, calls back. */
void write_group(struct spool *spool, struct put_request *list);
/* Only calls back, and frees. */
void write_results(struct put_request *list);

/* take.c */
void take_records(struct spool *spool, struct take_request *list);
/* What lies in the place of a record, to `buffer`: its segment, damaged or not. STATUS_UNAVAILABLE:
   not now; STATUS_IO: it cannot be read. */
BASE_MUST_CHECK enum base_status take_read(struct spool *spool, uint32_t slot, size_t *ret_length,
                                           struct base_failure *reterr);
/* Whether the first `length` bytes of `buffer` are a whole record, and which. */
bool take_is_record(const struct spool *spool, size_t length, struct segment_stretch *ret_stretch);

/* quarantine.c: whether the bytes are in quarantine, synced; tells if they came there now. */
bool quarantine_write(struct spool *spool, const char *name, const uint8_t *bytes, size_t length);
void quarantine_refused(struct spool *spool, struct refusal *list);
/* The bytes of a taken record are not what was written. */
void quarantine_damaged(struct spool *spool, uint32_t slot, const uint8_t *bytes, size_t length);
/* They cannot be read: the segment stays for the next start. */
void quarantine_unreadable(struct spool *spool, uint32_t slot);

/* recover.c: reads what is there into the index. */
BASE_MUST_CHECK enum base_status recover_segments(struct spool *spool, struct base_failure *reterr);

/* copy.c: writes and frees it. */
void copy_write(struct spool *spool, struct base_text text);

#endif
