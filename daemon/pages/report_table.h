/*
 * Tables of figures: how they are written. What stands in them is in report_table.c and
 * report_table_parts.c.
 */
#ifndef SURVEYD_PAGES_REPORT_TABLE_H
#define SURVEYD_PAGES_REPORT_TABLE_H

#include "chart.h"

/* `id` is unique on the page, and so is the caption: words of the interface (`ours`), a text of the
   programme (`theirs`), or both; one of them may be NULL. */
void pages_table_open(const struct pages_report_view *view, const char *id, const char *ours,
                      const char *theirs);
void pages_table_heading(const struct pages_report_view *view, const char *text);
void pages_table_word_heading(const struct pages_report_view *view, enum pages_word id);
void pages_table_body(const struct pages_report_view *view);
void pages_table_close(const struct pages_report_view *view);

/* The heading of a row: words of the interface (`ours`) or of the programme. */
void pages_table_row(const struct pages_report_view *view, const char *text, bool ours);
void pages_table_row_close(const struct pages_report_view *view);

/* NULL: nothing is known. */
void pages_table_cell(const struct pages_report_view *view, const char *text);

/* A negative count is not known. */
void pages_table_count(const struct pages_report_view *view, int count);

/* In place of all cells of a row: why there are none. */
void pages_table_note(const struct pages_report_view *view, size_t columns, const char *words);
void pages_table_suppressed(const struct pages_report_view *view, size_t columns);

/* One cell that is left out. */
void pages_table_left_out(const struct pages_report_view *view);

#endif
