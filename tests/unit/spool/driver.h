/*
 * A spool as a test uses it: calls that wait for their callback.
 */
#ifndef SURVEYD_UNIT_SPOOL_DRIVER_H
#define SURVEYD_UNIT_SPOOL_DRIVER_H

#include "spool/spool.h"

#define MIB ((uint64_t)1 << 20)

extern const struct base_key driver_key, driver_other_key;

/* Segments of 1 MiB, a limit of 64, no reserve; events are dropped. */
struct spool_options driver_options(const char *directory);

/* Aborts if it does not open. */
struct spool *driver_open(const struct spool_options *options);

/* The record with this number, of which all in it is made; the text of 100 to 1,000 bytes is on the
   arena. */
struct spool_record driver_record(struct base_arena *arena, uint64_t number);

/* Whether the record is the one above, whole. */
bool driver_is_record(const struct spool_record *record, uint64_t *ret_number);

/* Puts and waits. */
enum base_status driver_put(struct spool *spool, const struct spool_record *record);
enum base_status driver_put_number(struct spool *spool, uint64_t number);

/* Puts `count` records at once, from the number `first` on, and waits for all; how many were
   acknowledged. */
size_t driver_put_range(struct spool *spool, uint64_t first, size_t count);

/* Takes and waits. The arena is the caller's. */
struct driver_list {
    struct base_arena *arena;
    const struct spool_taken *list;
    size_t count;
};
struct driver_list driver_take(struct spool *spool, size_t count);

/* Takes and settles (DONE) until nothing is left; every record must be a driver_record. How many;
   `ret_seen`, if not NULL, has `limit` places, and counts each number. */
size_t driver_drain(struct spool *spool, unsigned *ret_seen, size_t limit);

/* Waits until the thread has done all that was asked for. */
void driver_wait(struct spool *spool);

/* Files in `directory`/`below` whose names end like this. */
size_t driver_files(const char *directory, const char *below, const char *suffix);

/* Aborts unless the counters reconcile. */
void driver_check_counters(const struct spool *spool);

/* Path of the first segment file (by number) in the folder; false if there is none. */
bool driver_first_segment(const char *directory, char ret_path[512]);

#endif
