/*
 * Checks of whole pages, strict where browsers are forgiving.
 */
#ifndef SURVEYD_TESTS_HTML_CHECK_H
#define SURVEYD_TESTS_HTML_CHECK_H

#include <stdbool.h>

/* Fails the test unless the page is well formed: every element closed in order, every attribute
   quoted and given once, every & an entity, every id unique and every reference to an id (for,
   aria-*, fragments) met; no style attribute, no inline script but data, no handler. */
void assert_page_is_well_formed(const char *html);

/* Fails the test unless the page holds, or does not hold, the text. */
void assert_page_has(const char *html, const char *text);
void assert_page_lacks(const char *html, const char *text);

/* How often the text occurs. */
int count_in_page(const char *html, const char *text);

#endif
