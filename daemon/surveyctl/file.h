/*
 * Files: read whole, written whole or not at all.
 */
#ifndef SURVEYD_SURVEYCTL_FILE_H
#define SURVEYD_SURVEYCTL_FILE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Reads a regular file of at most `limit_bytes`; on the arena. STATUS_NOT_FOUND, STATUS_TOO_LARGE
   or STATUS_IO, with the path and the reason. */
BASE_MUST_CHECK enum base_status file_read_whole(struct base_arena *arena, const char *path,
                                                 size_t limit_bytes, struct base_text *ret_text,
                                                 struct base_failure *reterr);

/* Puts a file with mode 0600 in place of what was there, in one step: a reader sees the old file
   or the new one, also after a crash. What is there and is no regular file (a device, a link) is
   not replaced. STATUS_IO with the path and the reason. */
BASE_MUST_CHECK enum base_status file_write_private(const char *path, struct base_text content,
                                                    struct base_failure *reterr);

/* True if both names lead to one file that exists. */
bool file_is_same(const char *one, const char *other);

/* Makes a folder with mode 0700 unless it is there. */
BASE_MUST_CHECK enum base_status file_make_folder(const char *path, struct base_failure *reterr);

#endif
