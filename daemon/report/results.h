/*
 * The results of a run, parsed: what is published of each, and what was asked for.
 */
#ifndef REPORT_RESULTS_H
#define REPORT_RESULTS_H

#include <json-c/json.h>

#include "store/metric.h"

struct report_result {
    const struct store_metric_result *stored;
    struct json_object *published; /* NULL: suppressed, or not to be understood */
    struct json_object *request;   /* NULL: not to be understood */
};

struct report_results {
    size_t count;
    const struct report_result *list; /* in the run's order */
};

/* On the arena; `run` may be NULL. */
struct report_results report_results_of(struct base_arena *arena,
                                        const struct store_metric_run *run);

bool report_result_is(const struct report_result *result, const char *metric);

/* The next result of a metric about a subject in a cycle, from place `*place` on, which is set
   behind it; `cycle` -1 and `subject` NULL: any. NULL at the end. */
const struct report_result *report_results_next(const struct report_results *results,
                                                const char *metric, int cycle, const char *subject,
                                                size_t *place);

/* The first of them; NULL if there is none. */
const struct report_result *report_results_find(const struct report_results *results,
                                                const char *metric, int cycle, const char *subject);

/* The one of that id; NULL if there is none. */
const struct report_result *report_results_by_id(const struct report_results *results,
                                                 const char *id);

/* Members of an object, which may be NULL. A number that is not there is NAN, a count -1, a text
   "". */
double report_number(struct json_object *object, const char *key);
int report_count(struct json_object *object, const char *key);
const char *report_text(struct json_object *object, const char *key);

/* The cycle of a variable in a request: {"cycle"} of its member `key`; 0 if there is none. */
int report_variable_cycle(const struct report_result *result, const char *key);

/* What the variable is: a question or a scale; "" if there is none. */
const char *report_variable_name(const struct report_result *result, const char *key);

#endif
