/*
 * Files of the spool: reading, writing, and making them so that they appear whole or not at all.
 */
#ifndef SURVEYD_SPOOL_FILE_H
#define SURVEYD_SPOOL_FILE_H

#include "spool/spool.h"

/* What a file is called until it is whole and synced. */
#define FILE_NEW_SUFFIX ".new"

/* Reads up to `length` bytes; fewer at the end of the file. */
BASE_MUST_CHECK enum base_status file_read(int descriptor, uint8_t *ret_bytes, size_t length,
                                           uint64_t offset, size_t *ret_got,
                                           struct base_failure *reterr);

BASE_MUST_CHECK enum base_status file_write(int descriptor, const uint8_t *bytes, size_t length,
                                            uint64_t offset, struct base_failure *reterr);

/* A whole file; `bytes` for free(). What of it cannot be read is zeros. */
struct file_content {
    uint8_t *bytes;
    size_t length;
    bool is_whole; /* all could be read */
    enum base_status sync_status;
};

/* Reads a file of at most `limit` bytes (STATUS_TOO_LARGE). With `from_disk` it is synced before,
   and what the system remembers of it dropped: then what is read is what the disk holds, also after
   an earlier process, or one whose sync failed. */
BASE_MUST_CHECK enum base_status file_load(int directory, const char *name, size_t limit,
                                           bool from_disk, struct file_content *ret_content,
                                           struct base_failure *reterr);

/* Makes a file and syncs it and its folder. With `replaces` one of that name is replaced as a whole
   and stays when this fails; without, a failure leaves no file. STATUS_UNAVAILABLE: the disk is
   full. */
BASE_MUST_CHECK enum base_status file_make(int directory, const char *name, const uint8_t *bytes,
                                           size_t length, bool replaces,
                                           struct base_failure *reterr);

/* Makes a segment of zeros behind a head, synced with its folder. STATUS_UNAVAILABLE: it would
   leave less than `reserve_bytes` free, or the disk is full. */
BASE_MUST_CHECK enum base_status file_make_segment(int directory, const char *name, uint64_t bytes,
                                                   uint64_t reserve_bytes, int *ret_descriptor,
                                                   struct base_failure *reterr);

#endif
