/*
 * Conditions: `visibleIf` and `requiredIf`, with the meaning they have in SurveyJS.
 *
 *   {name} {name.row} {name.row.column}   'text' "text" 12.5 true false ['a', 'b']
 *   = == != <> < <= > >= empty notempty contains notcontains anyof allof   and or not ! ( )
 *
 * An expression of at most 4 KiB and depth 32. Pure. What each operator means is described in
 * docs/conditions.md.
 */
#ifndef SURVEYD_SURVEY_EXPRESSION_H
#define SURVEYD_SURVEY_EXPRESSION_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct survey_expression;

/* Parses. On STATUS_MALFORMED `reterr` says at which character and what was expected. The
   expression is on the arena. */
BASE_MUST_CHECK enum base_status
survey_expression_parse(struct base_arena *arena, struct base_text source,
                        const struct survey_expression **ret_expression,
                        struct base_failure *reterr);

/* The value on SurveyJS data `answers` (an object, or NULL). */
bool survey_expression_holds(const struct survey_expression *expression,
                             struct json_object *answers);

/* Calls `visit` with each reference ("name", "name.row"), in order of appearance. */
void survey_expression_references(const struct survey_expression *expression,
                                  void (*visit)(struct base_text reference, void *context),
                                  void *context);

/* The expression as JSON, for the script in the page: ["and", A, B], ["=", ["name"...], "text"],
   ... The caller owns the reference. The exact form is described in docs/conditions.md. */
struct json_object *survey_expression_json(const struct survey_expression *expression);

#endif
