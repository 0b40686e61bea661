/*
 * The words of the interface in English and Swedish, and how each language writes numbers and
 * times. All words are in one table, words_table.h.
 */
#ifndef SURVEYD_PAGES_WORDS_H
#define SURVEYD_PAGES_WORDS_H

#include <stdbool.h>

#include "base/text.h"

enum pages_word {
#define PAGES_WORD(id, english, swedish) id,
#include "words_table.h"
#undef PAGES_WORD
    PAGES_WORD_COUNT
};

/* The interface's words on one page. */
struct pages_words {
    bool swedish;
    bool marked; /* the page is in a third language: English words say that they are English */
};

/* For a page in `language` (BCP 47). */
struct pages_words pages_words_for(const char *language);

/* "sv" or "en": the language the words are in. */
const char *pages_words_language(struct pages_words words);

/* The words as they are in the table, {0} and {1} included. Static storage. */
const char *pages_word(struct pages_words words, enum pages_word id);

/* Adds words, escaped, with {0} and {1} replaced; `arguments` ends with NULL. Plain text: right for
   attributes and for <title>. */
void pages_tell(struct base_buffer *out, struct pages_words words, enum pages_word id,
                const char *const *arguments);
#define PAGES_TELL(out, words, id, ...)                                                            \
    pages_tell((out), (words), (id), (const char *const[]){__VA_ARGS__, NULL})

/* The same for element content: wrapped in a <span lang="en"> where that must be said. */
void pages_say(struct base_buffer *out, struct pages_words words, enum pages_word id,
               const char *const *arguments);
#define PAGES_SAY(out, words, id, ...)                                                             \
    pages_say((out), (words), (id), (const char *const[]){__VA_ARGS__, NULL})

/* The same as plain text, neither escaped nor marked; on the arena. {1} needs no `second` where the
   words have only {0}. */
const char *pages_phrase(struct base_arena *arena, struct pages_words words, enum pages_word id,
                         const char *first, const char *second);

/* "20 November 2026", "20 november 2026" from "YYYY-MM-DD". */
const char *pages_day(struct base_arena *arena, struct pages_words words, const char *date);

/* "20 November 2026 at 12:00", "20 november 2026 kl. 12.00" from "YYYY-MM-DDTHH:MM". */
const char *pages_moment(struct base_arena *arena, struct pages_words words, const char *moment);

/* "3.87", "3,87". */
const char *pages_decimal(struct base_arena *arena, struct pages_words words, double value,
                          int digits);

/* "80%", "80 %" with a space that does not break. */
const char *pages_percent(struct base_arena *arena, struct pages_words words, int percent);

#endif
