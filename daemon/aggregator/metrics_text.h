/*
 * The catalogue of metrics in words: for people, for programs, and for the documentation.
 */
#ifndef AGGREGATOR_METRICS_TEXT_H
#define AGGREGATOR_METRICS_TEXT_H

#include "base/text.h"
#include "evaluation/catalogue.h"

/* Metrics in the order of the documentation. */
struct metrics_list {
    size_t count;
    const struct evaluation_metric *const *items;
};

/* One line for each metric: its identifier and what it answers. */
void metrics_text_list(const struct metrics_list *metrics, struct base_buffer *out);

/* Each metric whole: what it answers, inputs, least n, fields, source. */
void metrics_text_whole(const struct metrics_list *metrics, struct base_buffer *out);

/* {"metrics": [...]}, with everything that the catalogue knows. */
void metrics_text_json(const struct metrics_list *metrics, struct base_buffer *out);

/* A row for each field of each metric: a codebook of the results. */
void metrics_text_csv(const struct metrics_list *metrics, struct base_buffer *out);

/* What docs/metrics.md says of a metric: its heading, inputs, fields and source. */
void metrics_text_markdown(const struct metrics_list *metrics, struct base_buffer *out);

/* The tables at the top of docs/metrics.md: the metrics, and what inputs hold. */
void metrics_text_markdown_tables(const struct metrics_list *metrics, struct base_buffer *out);

#endif
