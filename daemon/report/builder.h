/*
 * What the parts of building a report share.
 */
#ifndef REPORT_BUILDER_H
#define REPORT_BUILDER_H

#include "report/build.h"
#include "results.h"

struct report_builder {
    struct base_arena *arena;
    const struct report_source *source;
    const struct survey_programme *programme;
    int language;
    struct report_results results;
};

/* The column of a variable in the newest questionnaire that has it; NULL if none does. */
const struct survey_column *report_find_column(const struct report_builder *builder,
                                               const char *subject,
                                               const struct survey_questionnaire **ret_in);

/* The text of a question or the title of a scale; "" if there is none of that name. */
const char *report_variable_text(const struct report_builder *builder, const char *name);

/* Whether the programme calls the question sensitive, or one that enters the scale. */
bool report_is_sensitive(const struct report_builder *builder, const char *name);

/* The title of a question with several rows, by its own name; "" if there is none. */
const char *report_item_text(const struct report_builder *builder, const char *name);

/* The ends of its scale; 0 and 0 if it has none. */
void report_variable_range(const struct report_builder *builder, const char *name,
                           double *ret_minimum, double *ret_maximum);

/* The questions in the order of the results, scales first. */
void report_build_questions(const struct report_builder *builder, struct pages_report *report);

/* The p-value of a result, adjusted (Holm) among those of its family that are published; NAN if it
   is not published, or of no family. */
double report_adjusted(const struct report_builder *builder, const char *id, const char *field);

/* The two cycles that a result compares. */
struct report_span {
    int from, to; /* cycles; 0: none */
};
struct report_span report_span_of(const struct report_result *result);

/* Whether what came of a cycle stands: it is over, as others are, or none is over yet. */
bool report_is_settled(const struct report_builder *builder, int cycle);

/* Of the changes of a variable by a metric (its member `post`) up to a settled cycle the one that
   reaches farthest, of those published if there are any; NULL if there is none. */
const struct report_result *report_widest(const struct report_builder *builder, const char *metric,
                                          const char *variable);

/* The change of a result with an interval, by the names of its fields. */
struct pages_change report_change_of(struct json_object *published, const char *value,
                                     const char *low, const char *high);

/* The pictures: of who was there, of answers, of the network. */
void report_build_people(const struct report_builder *builder, struct pages_report *report);
void report_build_answers(const struct report_builder *builder, struct pages_report *report);
void report_build_network(const struct report_builder *builder, struct pages_report *report);

/* The claims, of the results and of what has been built of the report. */
void report_build_claims(const struct report_builder *builder, struct pages_report *report);

#endif
