/*
 * Questions that several cycles ask: they are taken for the same, so they must be the same.
 */
#ifndef SURVEYD_DAEMON_SURVEY_PROGRAMME_CYCLES_H
#define SURVEYD_DAEMON_SURVEY_PROGRAMME_CYCLES_H

#include "reader.h"
#include "survey/questionnaire.h"

/* Warns, under the file of the later cycle, of a question that was of another kind or had other
   values when it was last asked. `questionnaires` is parallel to the cycles, with NULL for those
   that could not be parsed. */
void survey_programme_check_cycles(const struct survey_reader *reader,
                                   const struct survey_programme *programme,
                                   const struct survey_questionnaire *const *questionnaires);

#endif
