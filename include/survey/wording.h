/*
 * The words in which participants are told about their answers, for the script in the page: it
 * checks a page before the next is shown, and must say what validation would say.
 */
#ifndef SURVEYD_SURVEY_WORDING_H
#define SURVEYD_SURVEY_WORDING_H

#include <stdbool.h>

/* The message of that name ("SELECT_ANSWER"; the list is in daemon/survey/messages.h), with {a} for
   the title of the question or row, {b} and {c} for details. Static storage; NULL if there is none
   of that name. */
const char *survey_wording(const char *name, bool swedish);

#endif
