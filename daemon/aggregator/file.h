/*
 * Whole files.
 */
#ifndef AGGREGATOR_FILE_H
#define AGGREGATOR_FILE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* The content of a file, freed with the arena. STATUS_NOT_FOUND or STATUS_IO with its path, or
   STATUS_TOO_LARGE. */
BASE_MUST_CHECK enum base_status aggregator_file_read(struct base_arena *arena, const char *path,
                                                      size_t limit_bytes,
                                                      struct base_text *ret_text,
                                                      struct base_failure *reterr);

/* Why a text is none of ours before anything of it is looked at (UTF-16, as some programs save it);
   NULL if nothing speaks against it. Static storage. */
const char *aggregator_file_objection(struct base_text text);

#endif
