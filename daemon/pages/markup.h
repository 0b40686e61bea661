/*
 * Writing markup: everything that is put in by a format is escaped, so that no caller can forget.
 */
#ifndef SURVEYD_PAGES_MARKUP_H
#define SURVEYD_PAGES_MARKUP_H

#include "pages/page.h"

/* Adds formatted markup. The format is markup as it is; knows %s (escaped; NULL is an empty text),
   %d, %zu, %.1f, %.2f and so on, and %%. */
void pages_print(struct base_buffer *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds the id of a form field's control: the field's name with everything but ASCII letters,
   digits and _ . - written as ~hh, then `suffix` (such as ":error"). Different fields have
   different ids, and no id of a field equals another's with a suffix. */
void pages_print_id(struct base_buffer *out, const char *field, const char *suffix);

#endif
