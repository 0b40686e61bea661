/*
 * The words that the script says: <script type="application/json" id="words">.
 *
 * An object from key to text in the language of the interface, "language" being which one that is;
 * {0}, {a}, {b}, {c} are replaced by the script. The messages about answers are those of validation
 * (survey/wording.h).
 */
#ifndef SURVEYD_DAEMON_PAGES_SCRIPT_WORDS_H
#define SURVEYD_DAEMON_PAGES_SCRIPT_WORDS_H

#include "words.h"

/* Appends the whole element. */
void pages_script_words_write(struct pages_words words, struct base_buffer *out);

#endif
