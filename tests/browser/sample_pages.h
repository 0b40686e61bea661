/*
 * Sample pages with made-up content, to look at and to test in a browser.
 */
#ifndef SURVEYD_TESTS_SAMPLE_PAGES_H
#define SURVEYD_TESTS_SAMPLE_PAGES_H

#include <stdbool.h>

#include "pages/page.h"
#include "survey/questionnaire.h"

/* A report of four cycles with one suppressed point in each of three places. */
void sample_report(const struct pages_site *site, struct base_buffer *out, bool swedish);

/* An answer to every question, though not in every row; not all of them valid together. */
struct json_object *sample_answers(struct base_arena *arena,
                                   const struct survey_questionnaire *questionnaire);

#endif
