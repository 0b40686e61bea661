/*
 * The spool's folder: its lock, and the names of its files.
 */
#ifndef SURVEYD_SPOOL_FOLDER_H
#define SURVEYD_SPOOL_FOLDER_H

#include "spool/spool.h"

#define FOLDER_NAME_BYTES 96
#define FOLDER_QUARANTINE "quarantine"
#define FOLDER_COPY "copy"
#define FOLDER_DAMAGED "-damaged"

struct folder {
    int directory, quarantine, lock; /* descriptors; -1 if there is none */
};

/* Makes what is missing, takes the lock (STATUS_CONFLICT), removes what was not finished. */
BASE_MUST_CHECK enum base_status folder_open(const char *path, struct folder *ret_folder,
                                             struct base_failure *reterr);
/* Opens for reading, without the lock. */
BASE_MUST_CHECK enum base_status folder_look(const char *path, struct folder *ret_folder,
                                             struct base_failure *reterr);
void folder_close(struct folder *folder);

/* The name of a segment, and back. */
void folder_segment_name(uint64_t number, char ret_name[FOLDER_NAME_BYTES]);
bool folder_is_segment(const char *name, uint64_t *ret_number);

/* The name of a damaged stretch of a segment. */
void folder_damaged_name(uint64_t segment, uint64_t offset, char ret_name[FOLDER_NAME_BYTES]);

/* The number that a name in quarantine begins with; 0 without one. */
uint64_t folder_leading_number(const char *name);

/* The names in `directory` (of this folder), sorted; on the arena. */
BASE_MUST_CHECK enum base_status folder_list(int directory, struct base_arena *arena,
                                             const char ***ret_names, size_t *ret_count,
                                             struct base_failure *reterr);

#endif
