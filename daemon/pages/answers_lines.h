/*
 * What was answered to an item, as lines of text: for a page to read and for a text to copy.
 */
#ifndef SURVEYD_PAGES_ANSWERS_LINES_H
#define SURVEYD_PAGES_ANSWERS_LINES_H

#include "form_view.h"

struct pages_answer_line {
    const char *label;    /* of a row, or NULL */
    const char *text;     /* NULL: no answer in this row */
    const char *language; /* of the text if it is not the page's, else NULL */
};

struct pages_answer_lines {
    size_t count; /* 0: no answer */
    const struct pages_answer_line *list;
    bool is_ordered; /* the order is the answer */
};

/* On the view's arena. What is not a valid answer is shown as it was typed. */
struct pages_answer_lines pages_answer_lines_of(const struct pages_form_view *view,
                                                const struct survey_item *item);

#endif
