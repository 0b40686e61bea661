#include "words.h"

#include <string.h>

static const char *const words[SURVEY_WORD_COUNT][2] = {
    [SURVEY_WORD_OTHER] = {"Other", "Annat"},
    [SURVEY_WORD_NONE] = {"None of these", "Inget av dessa"},
    [SURVEY_WORD_DONT_KNOW] = {"Don't know", "Vet inte"},
    [SURVEY_WORD_YES] = {"Yes", "Ja"},
    [SURVEY_WORD_NO] = {"No", "Nej"},
    [SURVEY_WORD_SELECTED] = {"Selected", "Vald"},
    [SURVEY_WORD_NOT_SELECTED] = {"Not selected", "Inte vald"},
};

static bool is_language(const char *language, const char *primary)
{
    return strncmp(language, primary, 2) == 0 && (language[2] == '\0' || language[2] == '-');
}

bool survey_words_are_swedish(const char *language)
{
    return is_language(language, "sv");
}

bool survey_words_are_english(const char *language)
{
    return is_language(language, "en");
}

struct survey_text survey_words_text(enum survey_word word, size_t language_count,
                                     const char *const *languages)
{
    struct survey_text text = {.given = true};
    for (size_t i = 0; i < language_count; i++) {
        text.in[i] = words[word][survey_words_are_swedish(languages[i]) ? 1 : 0];
    }
    return text;
}
