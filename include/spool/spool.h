/*
 * The spool: a local, encrypted, bounded queue on disk for records that the database cannot take
 * now.
 *
 * One per process, shared by its threads; a thread of its own does everything that waits for the
 * disk. A record that was acknowledged lies in a file that was fdatasynced, and the file is only
 * deleted after every record of it has been settled. Until then this one disk is the only copy.
 *
 * The folder holds
 *
 *   lock         locked (flock) while a process has the spool open
 *   NUMBER.open  segments (16 hexadecimal digits): preallocated, written from the start on, zeros
 *                behind the last record. One is written, those before wait to be drained; one more
 *                is kept ready and empty, so that the first answers of an outage have room also
 *                when the disk has filled up since
 *   quarantine/  stretches of segments that nothing could be made of, and records that the
 *                database refused; `surveyctl spool` lists them
 *   copy         see spool_copy_write
 *
 * A record is framed by itself (mark, length, number, CRC32C over frame and ciphertext), aligned to
 * 16 bytes and sealed with AES-256-GCM under a random nonce, so whatever a flipped bit or a torn
 * write destroys, every record beside it is found again by its mark.
 *
 * A record has an id (the receipt), a digest of its content (SHA-256: only its first 16 bytes are
 * compared) and the time of its acceptance. All lie in the sealed part. The same id with the same
 * digest is one record; with another digest it is a conflict.
 */
#ifndef SURVEYD_SPOOL_SPOOL_H
#define SURVEYD_SPOOL_SPOOL_H

#include <stdatomic.h>

#include "base/key.h"
#include "base/status.h"
#include "base/text.h"

#define SPOOL_ID_BYTES 16 /* shorter ids are padded with zeros */
#define SPOOL_DIGEST_BYTES 32
#define SPOOL_RECORD_BYTES (512 * 1024) /* a record's text is at most this long */

enum spool_event_kind {
    SPOOL_EVENT_RECOVERED,   /* records were found when it was opened; number: how many */
    SPOOL_EVENT_QUARANTINED, /* a stretch or a record went to quarantine/; text: its file */
    SPOOL_EVENT_FULL,        /* the limit, or the reserve of the disk, was reached */
    SPOOL_EVENT_SYNC_FAILED, /* a write or fdatasync failed: its segment takes no more records */
    SPOOL_EVENT_EMPTIED,     /* everything has been settled */
    SPOOL_EVENT_UNREADABLE,  /* part of a segment (text: its file) can be neither read nor moved to
                                quarantine/ now: the file stays and is tried at the next start */
};

/* For the log. The text holds no data of records. */
struct spool_event {
    enum spool_event_kind kind;
    uint64_t number;
    const char *text;
};

struct spool_options {
    const char *directory; /* made (0700) if it is missing; its parent must be there */
    struct base_key key;
    uint64_t segment_bytes; /* of a new segment; 1 to 64 MiB */
    uint64_t limit_bytes;   /* of all segments and the quarantine together; two segments or more */
    uint64_t reserve_bytes; /* stay free on the disk */
    uint64_t queue_bytes;   /* records that wait for the disk at most */
    void (*observe)(const struct spool_event *event,
                    void *context); /* on any thread; may be NULL */
    void *context;
};

/* Live numbers, readable by any thread. At any moment between two calls
 *     recovered + spooled = settled + refused + damaged + pending
 * where `spooled` counts records acknowledged by spool_put, `recovered` those found when the spool
 * was opened, `refused` those that spool_settle put into quarantine, and `damaged` those that could
 * not be read back when they were taken. `quarantined` counts files in quarantine/, from this
 * process and those before, `full` puts that were turned away because of a limit or a full disk. */
struct spool_counters {
    _Atomic uint64_t recovered, spooled, settled, refused, damaged, pending, quarantined, bytes,
        sync_failures, full;
};

struct spool;

/* Opens: takes the lock (STATUS_CONFLICT if another process has it), makes what is missing, reads
   every segment, puts what is torn or flipped into quarantine/, and starts the thread. A record
   that opens under no key (another key was used) is left where it is: STATUS_CONFIG, which says so.
 */
BASE_MUST_CHECK enum base_status spool_open(const struct spool_options *options,
                                            struct spool **ret_spool, struct base_failure *reterr);

/* Waits until what was put is on the disk, ends the thread, unlocks. Pending records stay. */
void spool_close(struct spool *spool);

/* Valid until the spool is closed. */
const struct spool_counters *spool_counters(const struct spool *spool);

/* The same numbers as they were together at one moment, in which the equality above holds. */
struct spool_figures {
    uint64_t recovered, spooled, settled, refused, damaged, pending, quarantined, bytes,
        sync_failures, full;
};
void spool_snapshot(struct spool *spool, struct spool_figures *ret_figures);

/* Runs on the spool's thread, once, soon: post what you have to do to your own loop. */
typedef void (*spool_callback)(enum base_status status, void *context);

struct spool_record {
    uint8_t id[SPOOL_ID_BYTES];
    uint8_t digest[SPOOL_DIGEST_BYTES];
    int64_t accepted_ms;   /* wall clock, milliseconds since 1970 */
    struct base_text text; /* what is to be stored; the spool does not look into it */
};

/* Puts a record; from any thread, never blocks on the disk. All is copied. What comes while a
   fdatasync runs shares the next one. The callback's status:
   STATUS_OK: it is on the disk (also when the same id with the same digest was there, or is on its
   way: then no second one is written).
   STATUS_CONFLICT: the id is there with another digest.
   STATUS_UNAVAILABLE: full, reserve reached, queue full, or the disk failed. It may still be on the
   disk after a failed fdatasync: the caller must not say that it is kept, nor that it is not.
   STATUS_TOO_LARGE: the text is longer than SPOOL_RECORD_BYTES. */
void spool_put(struct spool *spool, const struct spool_record *record, spool_callback callback,
               void *context);

enum spool_presence {
    SPOOL_ABSENT,
    SPOOL_PRESENT,          /* with this digest, or none was asked for */
    SPOOL_PRESENT_OTHERWISE /* with another digest */
};

/* Whether a record is pending (on the disk, or on its way there). `digest` may be NULL. From any
   thread; costs an atomic read while the spool is empty. */
enum spool_presence spool_find(struct spool *spool, const uint8_t id[SPOOL_ID_BYTES],
                               const uint8_t *digest);

/* What spool_take gives. `reference` names the record to spool_settle. */
struct spool_taken {
    struct spool_record record;
    uint64_t reference;
};

/* Runs on the spool's thread. `list` (may be empty) lives on `arena`, which the callee frees.
   Records that cannot be read back went to quarantine/ and are not in it. */
typedef void (*spool_taken_callback)(struct base_arena *arena, const struct spool_taken *list,
                                     size_t count, void *context);

/* Takes up to `count` pending records that nobody has taken, chosen at random among all, so that
   the order in which they are drained says nothing. From any thread. A taken record stays pending
   until it is settled. A list is cut at SPOOL_TAKE_BYTES, but has one record at least if there is
   one. */
#define SPOOL_TAKE_BYTES ((size_t)4 << 20)
void spool_take(struct spool *spool, size_t count, spool_taken_callback callback, void *context);

enum spool_settlement {
    SPOOL_SETTLE_DONE,  /* the database has committed it, or had it, or must not have it */
    SPOOL_SETTLE_AGAIN, /* not now: it can be taken again */
    SPOOL_SETTLE_REFUSE /* the database will never take it: to quarantine/, sealed, with `reason` */
};

/* From any thread, once for each record taken. `reason` (at most 31 letters: a short word for the
   file's name, small letters and hyphens) for REFUSE only; if it cannot be put into quarantine it
   can be taken again. When every record of a segment is settled its file is deleted and the folder
   synced; a crash before that drains them again. */
void spool_settle(struct spool *spool, uint64_t reference, enum spool_settlement settlement,
                  const char *reason);

/* A sealed copy of something that is needed after a restart without the database, replaced as a
   whole (write, fsync, rename, directory fsync). On the spool's thread; from any thread. At most
   SPOOL_COPY_BYTES. When it cannot be written the older one stays, and SPOOL_EVENT_SYNC_FAILED
   says so. */
#define SPOOL_COPY_BYTES ((size_t)64 << 20)
void spool_copy_write(struct spool *spool, struct base_text text);

/* Reads it back, before anything else runs: STATUS_NOT_FOUND if there is none, STATUS_MALFORMED if
   it does not open (damaged, other key). On the arena. */
BASE_MUST_CHECK enum base_status spool_copy_read(struct spool *spool, struct base_arena *arena,
                                                 struct base_text *ret_text);

#endif
