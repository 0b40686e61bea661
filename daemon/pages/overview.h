/*
 * The list of a link's cycles, as a part of pages.
 */
#ifndef SURVEYD_PAGES_OVERVIEW_LIST_H
#define SURVEYD_PAGES_OVERVIEW_LIST_H

#include "pages/overview.h"
#include "words.h"

/* Writes the list under a heading of its own (h2); nothing for NULL or an empty one. Titles are in
   the overview's language; `page_language` is that of the page, to mark them if it is another. */
void pages_overview_write(struct base_buffer *out, struct pages_words words,
                          const char *page_language, const struct pages_overview *overview);

#endif
