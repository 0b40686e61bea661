#include "pattern.h"

#include <locale.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

struct translation {
    struct base_arena *arena;
    struct base_text source;
    size_t at;
    struct base_buffer out;
    long repeats;
    const char *message;
};

static bool fail(struct translation *translation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool fail(struct translation *translation, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    translation->message = base_arena_vformat(translation->arena, format, arguments);
    va_end(arguments);
    return false;
}

static char byte_at(const struct translation *translation, size_t ahead)
{
    size_t at = translation->at + ahead;
    return at < translation->source.length ? translation->source.data[at] : '\0';
}

/* The class of \d, \w and \s, without brackets; NULL for other letters. */
static const char *class_of(char letter)
{
    switch (letter) {
    case 'd':
    case 'D':
        return "0-9";
    case 'w':
    case 'W':
        return "A-Za-z0-9_";
    case 's':
    case 'S':
        return "[:space:]";
    default:
        return NULL;
    }
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool translate_escape(struct translation *translation)
{
    char letter = byte_at(translation, 1);
    const char *class = class_of(letter);
    translation->at += 2;
    if (class != NULL) {
        base_buffer_format(&translation->out, letter >= 'a' ? "[%s]" : "[^%s]", class);
        return true;
    }
    if (letter == 't' || letter == 'n') {
        base_buffer_string(&translation->out, letter == 't' ? "\t" : "\n");
        return true;
    }
    if (letter == '\0' || is_letter_or_digit(letter)) {
        return fail(translation,
                    "\\%c is not supported; of the escapes with a letter only \\d, "
                    "\\w, \\s and their capitals are",
                    letter != '\0' ? letter : ' ');
    }
    if ((unsigned char)letter < 0x80 && strchr("\\^$.[]|()?*+{}", letter) != NULL) {
        base_buffer_format(&translation->out, "\\%c", letter);
    } else {
        base_buffer_add(&translation->out, &letter, 1);
    }
    return true;
}

/* POSIX knows no escapes in brackets: a "]" must come first there and a "-" last. */
static bool translate_bracket(struct translation *translation)
{
    bool bracket = false, hyphen = false;
    struct base_buffer rest;
    base_buffer_init(&rest, translation->arena);
    base_buffer_string(&translation->out, "[");
    translation->at++;
    if (byte_at(translation, 0) == '^') {
        base_buffer_string(&translation->out, "^");
        translation->at++;
    }
    while (byte_at(translation, 0) != ']') {
        char byte = byte_at(translation, 0);
        if (byte == '\0' || byte == '[') {
            return fail(translation, byte == '[' ? "write \\[ for a bracket inside brackets"
                                                 : "a bracket is never closed; add ]");
        }
        if (byte != '\\') {
            base_buffer_add(&rest, &byte, 1);
            translation->at++;
            continue;
        }
        char letter = byte_at(translation, 1);
        const char *class = class_of(letter);
        if (class != NULL && letter >= 'a') {
            struct base_text before = base_buffer_view(&rest);
            bool ends_range = before.length > 1 && before.data[before.length - 1] == '-';
            bool begins_range = byte_at(translation, 2) == '-' && byte_at(translation, 3) != ']';
            if (ends_range || begins_range) {
                return fail(translation,
                            "\\%c cannot be the end of a range; write the hyphen as \\-", letter);
            }
            base_buffer_string(&rest, class);
        } else if (letter == ']') {
            bracket = true;
        } else if (letter == '-') {
            hyphen = true;
        } else if (letter == '\0' || is_letter_or_digit(letter)) {
            return fail(translation, "\\%c is not supported inside brackets",
                        letter != '\0' ? letter : ' ');
        } else {
            base_buffer_add(&rest, &letter, 1);
        }
        translation->at += 2;
    }
    translation->at++;
    struct base_text inner = base_buffer_view(&rest);
    if (inner.length == 0 && !bracket && !hyphen) {
        return fail(translation, "the brackets are empty; write what may stand there");
    }
    bool caret_first = !bracket && inner.length > 0 && inner.data[0] == '^';
    if (caret_first) {
        return fail(translation, "put ^ somewhere else in the brackets than first");
    }
    base_buffer_string(&translation->out, bracket ? "]" : "");
    base_buffer_text(&translation->out, inner);
    base_buffer_string(&translation->out, hyphen ? "-]" : "]");
    return true;
}

/* {n}, {n,} and {n,m}; large repetitions make the automaton large, so their product is limited. */
static bool translate_repeat(struct translation *translation)
{
    size_t start = translation->at;
    const char *data = translation->source.data;
    char *end = NULL;
    long most = strtol(data + start + 1, &end, 10);
    bool digits =
        end != data + start + 1 && byte_at(translation, 1) >= '0' && byte_at(translation, 1) <= '9';
    if (digits && *end == ',') {
        const char *second = end + 1;
        if (*second >= '0' && *second <= '9') {
            most = strtol(second, &end, 10);
        } else {
            end++;
        }
    }
    if (!digits || *end != '}') {
        return fail(translation, "a repetition is written {3}, {3,} or {3,5}; write \\{ for the "
                                 "sign itself");
    }
    most = most < 1 ? 1 : most;
    if (most > SURVEY_PATTERN_REPEAT_MAX ||
        most * translation->repeats > SURVEY_PATTERN_REPEAT_MAX) {
        return fail(translation,
                    "the repetitions are too large; all of them multiplied may be at "
                    "most %d",
                    SURVEY_PATTERN_REPEAT_MAX);
    }
    translation->repeats *= most;
    size_t length = (size_t)(end + 1 - (data + start));
    base_buffer_add(&translation->out, data + start, length);
    translation->at += length;
    if (byte_at(translation, 0) == '?') {
        return fail(translation, "}? (as little as possible) is not supported; use } alone");
    }
    return true;
}

static bool translate_one(struct translation *translation)
{
    char byte = byte_at(translation, 0), next = byte_at(translation, 1);
    if (byte == '\\') {
        return translate_escape(translation);
    }
    if (byte == '[') {
        return translate_bracket(translation);
    }
    if (byte == '{') {
        return translate_repeat(translation);
    }
    if (byte == '(' && next == '?') {
        if (byte_at(translation, 2) != ':') {
            return fail(translation, "(?%c is not supported; only plain groups are",
                        byte_at(translation, 2) != '\0' ? byte_at(translation, 2) : ' ');
        }
        base_buffer_string(&translation->out, "(");
        translation->at += 3;
        return true;
    }
    if (byte == '.') {
        base_buffer_string(&translation->out, "[^\n]");
        translation->at++;
        return true;
    }
    if (strchr("*+?", byte) != NULL && byte != '\0' && next == '?') {
        return fail(translation, "%c? (as little as possible) is not supported; use %c alone", byte,
                    byte);
    }
    base_buffer_add(&translation->out, &byte, 1);
    translation->at++;
    return true;
}

/* Characters are those of UTF-8, whatever the locale of the program. */
struct locale_change {
    locale_t utf8, before;
};

static struct locale_change use_utf8(void)
{
    struct locale_change change = {.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
    change.before = change.utf8 != (locale_t)0 ? uselocale(change.utf8) : (locale_t)0;
    return change;
}

static void restore(struct locale_change change)
{
    if (change.utf8 != (locale_t)0) {
        uselocale(change.before);
        freelocale(change.utf8);
    }
}

/* As when it is used, so that whatever is accepted here can match there. */
static int compile(regex_t *ret_compiled, const char *regex)
{
    struct locale_change change = use_utf8();
    int error = regcomp(ret_compiled, regex, REG_EXTENDED | REG_NOSUB);
    restore(change);
    return error;
}

const char *survey_pattern_translate(struct base_arena *arena, struct base_text source,
                                     const char **ret_message)
{
    struct translation translation = {.arena = arena, .repeats = 1};
    if (source.length > SURVEY_PATTERN_BYTES_MAX) {
        *ret_message = base_arena_format(arena, "the expression is longer than %d bytes",
                                         SURVEY_PATTERN_BYTES_MAX);
        return NULL;
    }
    /* strtol needs the end marked. */
    translation.source =
        (struct base_text){base_arena_copy(arena, source.data, source.length), source.length};
    base_buffer_init(&translation.out, arena);
    bool good = true;
    while (good && translation.at < source.length) {
        good = translate_one(&translation);
    }
    if (!good) {
        *ret_message = translation.message;
        return NULL;
    }
    const char *regex = base_buffer_view(&translation.out).data;
    regex_t compiled;
    int error = compile(&compiled, regex);
    if (error != 0) {
        char reason[100];
        regerror(error, &compiled, reason, sizeof(reason));
        *ret_message = base_arena_format(arena, "it cannot be read: %s", reason);
        return NULL;
    }
    regfree(&compiled);
    return regex;
}

bool survey_pattern_matches(const char *regex, bool ignore_case, const char *text)
{
    struct locale_change change = use_utf8();
    regex_t compiled;
    bool matches = false;
    if (regcomp(&compiled, regex, REG_EXTENDED | REG_NOSUB | (ignore_case ? REG_ICASE : 0)) == 0) {
        matches = regexec(&compiled, text, 0, NULL, 0) == 0;
        regfree(&compiled);
    }
    restore(change);
    return matches;
}
