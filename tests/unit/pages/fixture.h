/*
 * A programme in Swedish, English and Finnish, and a questionnaire with an item of every kind.
 */
#ifndef SURVEYD_TESTS_PAGES_FIXTURE_H
#define SURVEYD_TESTS_PAGES_FIXTURE_H

#include "pages/form.h"

#define SWEDISH 0
#define ENGLISH 1
#define FINNISH 2

extern const struct pages_site fixture_site;

/* The programme, with that linkage ("programme" or "survey"). */
const struct survey_programme *fixture_programme(struct base_arena *arena, const char *linkage);

/* Reads a questionnaire; fails the test if it is not valid. */
const struct survey_questionnaire *fixture_questionnaire(struct base_arena *arena,
                                                         const struct survey_programme *programme,
                                                         const char *json);

/* A questionnaire with one page that holds the given elements. */
const struct survey_questionnaire *fixture_elements(struct base_arena *arena,
                                                    const struct survey_programme *programme,
                                                    const char *elements);

/* The questionnaire with everything. */
const struct survey_questionnaire *fixture_everything(struct base_arena *arena,
                                                      const struct survey_programme *programme);

/* Parsed answers. */
struct json_object *fixture_answers(struct base_arena *arena, const char *json);

/* A form for a personal link of the organisation "gnosjo" in cycle 2, in English, empty. */
struct pages_form fixture_form(const struct survey_programme *programme,
                               const struct survey_questionnaire *questionnaire);

/* The page; on the arena. */
const char *fixture_write_whole(struct base_arena *arena, const struct pages_form *form);

/* Without the words for the script, so that what is looked for is found in the page itself. */
#define FIXTURE_WORDS "<script type=\"application/json\" id=\"words\">"
const char *fixture_write(struct base_arena *arena, const struct pages_form *form);

#endif
