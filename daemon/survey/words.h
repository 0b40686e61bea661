/*
 * Words that surveyd itself puts into forms and data, in English and Swedish; programmes in other
 * languages get English unless their authors give their own.
 */
#ifndef SURVEYD_DAEMON_SURVEY_WORDS_H
#define SURVEYD_DAEMON_SURVEY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "survey/programme.h"

enum survey_word {
    SURVEY_WORD_OTHER,
    SURVEY_WORD_NONE,
    SURVEY_WORD_DONT_KNOW,
    SURVEY_WORD_YES,
    SURVEY_WORD_NO,
    SURVEY_WORD_SELECTED,
    SURVEY_WORD_NOT_SELECTED,
    SURVEY_WORD_COUNT,
};

bool survey_words_are_swedish(const char *language);
bool survey_words_are_english(const char *language);

/* The word in each of the languages. */
struct survey_text survey_words_text(enum survey_word word, size_t language_count,
                                     const char *const *languages);

#endif
