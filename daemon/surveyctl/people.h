/*
 * people.csv: the participants as the facilitator keeps them.
 *
 * The columns `key` and `organisation` are ours, all others are copied through. Separated by commas
 * or, as spreadsheet programs in many countries write it, by semicolons.
 */
#ifndef SURVEYD_SURVEYCTL_PEOPLE_H
#define SURVEYD_SURVEYCTL_PEOPLE_H

#include "base/arena.h"
#include "base/text.h"
#include "survey/problem.h"
#include "survey/programme.h"

#define PEOPLE_KEY_BYTES_MAX 200

struct person {
    size_t line; /* in the file */
    struct base_text key;
    const struct survey_organisation *organisation; /* NULL if the field is empty */
    const struct base_text *others;                 /* parallel to people.other_names */
};

struct people {
    size_t count;
    const struct person *list;
    size_t other_count;
    const struct base_text *other_names;
};

/* Reads the text of the file called `file` in problems, and reports all that is wrong: no such
   columns, keys that are missing or come twice, organisations that the programme does not have.
   Everything is on the arena or points into the text; people whose line has an error are left
   out. */
void people_parse(struct base_arena *arena, struct base_text text, const char *file,
                  const struct survey_programme *programme, struct survey_problems *problems,
                  struct people *ret_people);

/* The same for the file at `path`. One that cannot be read is a problem too. */
void people_read(struct base_arena *arena, const char *path, const char *file,
                 const struct survey_programme *programme, struct survey_problems *problems,
                 struct people *ret_people);

#endif
