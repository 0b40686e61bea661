/*
 * What the elements of a questionnaire are called, read from a file that may be wrong: an error in
 * it must not make names unknown that are there.
 */
#ifndef SURVEYD_DAEMON_SURVEY_LENIENT_H
#define SURVEYD_DAEMON_SURVEY_LENIENT_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/text.h"

/* True if something in the file that holds no elements itself has this name. */
bool survey_lenient_has_question(struct json_object *root, struct base_text name);

/* True if the name is that of such an element, or could be one of its columns. */
bool survey_lenient_has_variable(struct json_object *root, struct base_text name);

#endif
