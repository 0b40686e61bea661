/*
 * What the tests of the survey room share: JSON written with ' for ", and a small programme.
 */
#ifndef SURVEYD_TESTS_SURVEY_FIXTURE_H
#define SURVEYD_TESTS_SURVEY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "survey/answers.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Parses JSON in which every ' stands for a "; fails the test if it is not JSON. */
struct json_object *fixture_json(struct base_arena *arena, const char *text);

/* A programme in Swedish and English with actor types "company" and "municipality", organisations
   "north-forge", "gnosjo" and (from cycle 2) "late", cycles 1 and 2. */
const struct survey_programme *fixture_programme(struct base_arena *arena);

/* A questionnaire of one page with these elements (without the brackets); NULL if it has errors,
   which are then in `problems`. */
const struct survey_questionnaire *fixture_questionnaire(struct base_arena *arena,
                                                         const struct survey_programme *programme,
                                                         const char *elements,
                                                         struct survey_problems *problems);

/* The same for one that must be right. */
const struct survey_questionnaire *
fixture_good_questionnaire(struct base_arena *arena, const struct survey_programme *programme,
                           const char *elements);

/* True if there is a problem of this kind at this place. */
bool fixture_has(const struct survey_problems *problems, const char *pointer, const char *code);

/* Prints all problems, to find out why a test fails. */
void fixture_print(const struct survey_problems *problems);

/* The canonical JSON with ' for ". */
const char *fixture_text(struct base_arena *arena, struct json_object *object);

#endif
