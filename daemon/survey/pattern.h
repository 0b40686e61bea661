/*
 * Regular expressions of JavaScript, as far as POSIX extended expressions can stand in for them.
 */
#ifndef SURVEYD_DAEMON_SURVEY_PATTERN_H
#define SURVEYD_DAEMON_SURVEY_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

#define SURVEY_PATTERN_BYTES_MAX 200
#define SURVEY_PATTERN_REPEAT_MAX 1000 /* product of all {n,m} of an expression */

/* The POSIX form of a JavaScript expression that compiles; NULL if there is none, then
   `*ret_message` (on the arena) says why, and what would be right. */
const char *survey_pattern_translate(struct base_arena *arena, struct base_text source,
                                     const char **ret_message);

/* True if the translated expression matches anywhere in `text` (NUL-terminated UTF-8; "." is one
   character whatever the locale of the process). */
bool survey_pattern_matches(const char *regex, bool ignore_case, const char *text);

#endif
