#include "words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "markup.h"

static const char *const english_words[] = {
#define PAGES_WORD(id, english, swedish) [id] = english,
#include "words_table.h"
#undef PAGES_WORD
};

static const char *const swedish_words[] = {
#define PAGES_WORD(id, english, swedish) [id] = swedish,
#include "words_table.h"
#undef PAGES_WORD
};

static bool is_language(const char *tag, const char *primary)
{
    size_t length = strlen(primary);
    return tag && strncasecmp(tag, primary, length) == 0 &&
           (tag[length] == '\0' || tag[length] == '-');
}

struct pages_words pages_words_for(const char *language)
{
    bool swedish = is_language(language, "sv");
    return (struct pages_words){.swedish = swedish,
                                .marked = !swedish && !is_language(language, "en")};
}

const char *pages_words_language(struct pages_words words)
{
    return words.swedish ? "sv" : "en";
}

const char *pages_word(struct pages_words words, enum pages_word id)
{
    return words.swedish ? swedish_words[id] : english_words[id];
}

void pages_tell(struct base_buffer *out, struct pages_words words, enum pages_word id,
                const char *const *arguments)
{
    const char *rest = pages_word(words, id);
    for (const char *brace = strchr(rest, '{'); brace; brace = strchr(rest, '{')) {
        pages_escape_text(out, (struct base_text){rest, (size_t)(brace - rest)});
        pages_escape(out, arguments[brace[1] - '0']);
        rest = brace + strlen("{0}");
    }
    pages_escape(out, rest);
}

void pages_say(struct base_buffer *out, struct pages_words words, enum pages_word id,
               const char *const *arguments)
{
    if (words.marked)
        base_buffer_string(out, "<span lang=\"en\">");
    pages_tell(out, words, id, arguments);
    if (words.marked)
        base_buffer_string(out, "</span>");
}

const char *pages_phrase(struct base_arena *arena, struct pages_words words, enum pages_word id,
                         const char *first, const char *second)
{
    struct base_buffer text;
    base_buffer_init(&text, arena);
    for (const char *c = pages_word(words, id); *c; c++) {
        if (c[0] == '{') {
            base_buffer_string(&text, c[1] == '0' ? first : second);
            c += 2;
        } else {
            base_buffer_add(&text, c, 1);
        }
    }
    return base_buffer_view(&text).data;
}

/* Two digits at a place of a date or time. */
static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* Whether the text has the form of the pattern, where 0 stands for any digit. */
static bool has_form(const char *text, const char *pattern)
{
    for (; *pattern; text++, pattern++) {
        if (*pattern == '0' ? !isdigit((unsigned char)*text) : *text != *pattern)
            return false;
    }
    return true;
}

const char *pages_day(struct base_arena *arena, struct pages_words words, const char *date)
{
    if (!has_form(date, "0000-00-00"))
        return date;
    int month = two_digits(date + 5);
    if (month < 1 || month > 12)
        return date;
    enum pages_word name = (enum pages_word)(WORD_MONTH_1 + month - 1);
    return base_arena_format(arena, "%d %s %.4s", two_digits(date + 8), pages_word(words, name),
                             date);
}

const char *pages_moment(struct base_arena *arena, struct pages_words words, const char *moment)
{
    if (!has_form(moment, "0000-00-00T00:00"))
        return moment;
    const char *day = pages_day(arena, words, moment);
    if (words.swedish)
        return base_arena_format(arena, "%s kl. %.2s.%.2s", day, moment + 11, moment + 14);
    return base_arena_format(arena, "%s at %.5s", day, moment + 11);
}

const char *pages_decimal(struct base_arena *arena, struct pages_words words, double value,
                          int digits)
{
    char *text = base_arena_format(arena, "%.*f", digits, value);
    if (strspn(text, "-0.") == strlen(text) && *text == '-')
        text++; /* rounding must not leave a negative nothing */
    char *point = strchr(text, '.');
    if (point && words.swedish)
        *point = ',';
    return text;
}

const char *pages_percent(struct base_arena *arena, struct pages_words words, int percent)
{
    return base_arena_format(arena, words.swedish ? "%d\u00a0%%" : "%d%%", percent);
}
