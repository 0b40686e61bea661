/*
 * The "evaluation" block of programme.json: which questions stand for what.
 */
#ifndef SURVEYD_DAEMON_SURVEY_PROGRAMME_EVALUATION_H
#define SURVEYD_DAEMON_SURVEY_PROGRAMME_EVALUATION_H

#include "reader.h"

/* Reads the block (NULL: none, then all is empty with the defaults of the thresholds). */
void survey_evaluation_parse(const struct survey_reader *reader, struct json_object *block,
                             struct survey_evaluation *ret_evaluation);

#endif
