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

/* The ends of its scale; 0 and 0 if it has none. */
void report_variable_range(const struct report_builder *builder, const char *name,
                           double *ret_minimum, double *ret_maximum);

/* The questions in the order of the results, scales first. */
void report_build_questions(const struct report_builder *builder, struct pages_report *report);

#endif
