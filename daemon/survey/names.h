/*
 * Names: what they may look like, how one is made from any value, and which known one was meant.
 */
#ifndef SURVEYD_DAEMON_SURVEY_NAMES_H
#define SURVEYD_DAEMON_SURVEY_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

#define SURVEY_NAME_LENGTH_MAX 32

/* The name among `names` that `word` most likely was meant to be, by edit distance and a table of
   former and foreign spellings; NULL if none is near. Static or the caller's storage. */
const char *survey_names_nearest(const char *word, const char *const *names, size_t count);

/* "a", "b" and "c": the names for a message; on the arena. "nothing" for an empty list. */
const char *survey_names_list(struct base_arena *arena, const char *const *names, size_t count);

/* A piece of a column name from any value: small letters, digits and "_"; letters with marks lose
   them, runs of anything else become one "_", none at the ends. "" if nothing is left. */
char *survey_names_slug(struct base_arena *arena, const char *value);

/* A language tag: language, optional script, optional region ("sv", "zh-Hant", "en-GB"). */
bool survey_names_is_language(struct base_text text);

/* The form of a time zone name of the IANA database ("Europe/Stockholm", "UTC"). Whether there is
   such a zone only the database can tell. */
bool survey_names_is_timezone(struct base_text text);

/* An ISO 8601 duration of years, months, weeks and days that is not zero ("P5Y", "P1Y6M"). */
bool survey_names_is_duration(struct base_text text);

/* A plain file name of a questionnaire: no folder, not hidden, ".json" at the end. */
bool survey_names_is_file(struct base_text text);

/* True for words that SPSS, Stata or R keep for themselves, so that no variable can have them. */
bool survey_names_is_reserved(struct base_text name);

#endif
