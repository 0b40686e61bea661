/*
 * Where the script says what is on the device and was not sent: <div id="unsent"> with a
 * <template data-draft> for each cycle, which holds its title. Nothing of it is seen without
 * script.
 */
#ifndef SURVEYD_DAEMON_PAGES_UNSENT_H
#define SURVEYD_DAEMON_PAGES_UNSENT_H

#include "pages/unsent.h"
#include "words.h"

/* Appends it; nothing if `unsent` is NULL. */
void pages_unsent_write(struct base_buffer *out, struct pages_words words,
                        const char *page_language, const struct pages_unsent *unsent);

#endif
