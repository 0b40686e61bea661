#include "names.h"

#include <string.h>

#define WORD_LENGTH_MAX 48

/* Former names of properties in SurveyJS, and what others call them. */
static const struct {
    const char *word, *name;
} meant[] = {
    {"hasOther", "showOtherItem"},
    {"hasNone", "showNoneItem"},
    {"isAllRowRequired", "eachRowRequired"},
    {"required", "isRequired"},
    {"minimumValueDescription", "minRateDescription"},
    {"maximumValueDescription", "maxRateDescription"},
    {"options", "choices"},
    {"label", "title"},
    {"minValue", "min"},
    {"maxValue", "max"},
    {"questions", "elements"},
    {"id", "programme"},
    {"groups", "organisations"},
    {"organizations", "organisations"},
    {"waves", "cycles"},
};

/* Words that cannot name a variable. `str1`, `str2` and so on are tested in code. */
static const char *const reserved[] = {
    "all",   "and",  "by",   "eq",     "ge",     "gt",       "le",  "lt",   "ne",    "not",
    "or",    "to",   "with", "byte",   "double", "float",    "if",  "in",   "int",   "long",
    "using", "strl", "else", "repeat", "while",  "function", "for", "next", "break",
};

static char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Number of insertions, deletions, replacements and swaps of neighbours. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][WORD_LENGTH_MAX + 1];
    size_t a_length = strlen(a), b_length = strlen(b);
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *now = rows[i % 3], *before = rows[(i - 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            bool same = small(a[i - 1]) == small(b[j - 1]);
            size_t best = before[j - 1] + (same ? 0 : 1);
            best = before[j] + 1 < best ? before[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && small(a[i - 1]) == small(b[j - 2]) &&
                small(a[i - 2]) == small(b[j - 1]) && rows[(i - 2) % 3][j - 2] + 1 < best) {
                best = rows[(i - 2) % 3][j - 2] + 1;
            }
            now[j] = best;
        }
    }
    return rows[a_length % 3][b_length];
}

const char *survey_names_nearest(const char *word, const char *const *names, size_t count)
{
    for (size_t i = 0; i < sizeof(meant) / sizeof(meant[0]); i++) {
        for (size_t j = 0; strcmp(word, meant[i].word) == 0 && j < count; j++) {
            if (strcmp(names[j], meant[i].name) == 0) {
                return names[j];
            }
        }
    }
    size_t length = strlen(word);
    if (length > WORD_LENGTH_MAX) {
        return NULL;
    }
    const char *nearest = NULL;
    size_t best = length < 4 ? 2 : length < 8 ? 3 : 4;
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) > WORD_LENGTH_MAX) {
            continue;
        }
        size_t steps = distance(word, names[i]);
        if (steps < best) {
            best = steps;
            nearest = names[i];
        }
    }
    return nearest;
}

const char *survey_names_list(struct base_arena *arena, const char *const *names, size_t count)
{
    if (count == 0) {
        return "nothing";
    }
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    for (size_t i = 0; i < count; i++) {
        base_buffer_format(&buffer, "%s\"%s\"",
                           i == 0           ? ""
                           : i + 1 == count ? " and "
                                            : ", ",
                           names[i]);
    }
    return base_buffer_view(&buffer).data;
}

/* The plain letter of U+00C0 to U+00FF, the second byte given; '_' for signs. */
static char plain_letter(unsigned char second)
{
    static const char plain[] = "aaaaaaaceeeeiiiidnooooo_ouuuuytsaaaaaaaceeeeiiiidnooooo_ouuuuyty";
    return plain[second - 0x80];
}

char *survey_names_slug(struct base_arena *arena, const char *value)
{
    size_t length = strlen(value), used = 0;
    char *slug = base_arena_alloc(arena, length + 1);
    bool gap = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)value[i];
        char letter = small(value[i]);
        if (byte == 0xC3 && i + 1 < length) {
            letter = plain_letter((unsigned char)value[++i]);
        }
        bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (!fits) {
            gap = used > 0;
            continue;
        }
        if (gap) {
            slug[used++] = '_';
            gap = false;
        }
        slug[used++] = letter;
    }
    slug[used] = '\0';
    return slug;
}

static bool letters(struct base_text text, size_t least, size_t most, char first, char last)
{
    if (text.length < least || text.length > most) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < first || text.data[i] > last) {
            return false;
        }
    }
    return true;
}

bool survey_names_is_language(struct base_text text)
{
    struct base_text head;
    struct base_text rest = base_text_split(text, '-', &head);
    if (!letters(head, 2, 3, 'a', 'z')) {
        return false;
    }
    if (rest.data == NULL) {
        return true;
    }
    rest = base_text_split(rest, '-', &head);
    if (head.length == 4) {
        struct base_text tail = {head.data + 1, 3};
        if (head.data[0] < 'A' || head.data[0] > 'Z' || !letters(tail, 3, 3, 'a', 'z')) {
            return false;
        }
        if (rest.data == NULL) {
            return true;
        }
        rest = base_text_split(rest, '-', &head);
    }
    return rest.data == NULL && (letters(head, 2, 2, 'A', 'Z') || letters(head, 3, 3, '0', '9'));
}

bool survey_names_is_timezone(struct base_text text)
{
    if (text.length == 0 || text.length > 64) {
        return false;
    }
    char before = '/';
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        bool letter = (small(byte) >= 'a' && small(byte) <= 'z');
        bool inner = letter || (byte >= '0' && byte <= '9') || strchr("_+-", byte) != NULL;
        if (byte == '\0' || (before == '/' ? !letter : !inner && byte != '/')) {
            return false;
        }
        before = byte;
    }
    return before != '/';
}

bool survey_names_is_duration(struct base_text text)
{
    static const char units[] = "YMWD";
    if (text.length < 3 || text.length > 20 || text.data[0] != 'P') {
        return false;
    }
    size_t unit = 0, i = 1;
    bool positive = false;
    while (i < text.length) {
        size_t digits = 0;
        while (i < text.length && text.data[i] >= '0' && text.data[i] <= '9') {
            positive = positive || text.data[i] != '0';
            digits++;
            i++;
        }
        if (digits == 0 || digits > 4 || i == text.length) {
            return false;
        }
        while (unit < 4 && units[unit] != text.data[i]) {
            unit++;
        }
        if (unit++ == 4) {
            return false;
        }
        i++;
    }
    return positive;
}

bool survey_names_is_file(struct base_text text)
{
    static const struct base_text ending = {".json", 5};
    if (text.length <= ending.length || text.length > 100 || text.data[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte <= ' ' || byte == '/' || byte == '\\' || byte == 0x7F) {
            return false;
        }
    }
    struct base_text tail = {text.data + text.length - ending.length, ending.length};
    return base_text_equal(tail, ending);
}

bool survey_names_is_reserved(struct base_text name)
{
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (base_text_equal_string(name, reserved[i])) {
            return true;
        }
    }
    struct base_text digits = {name.data + 3, name.length > 3 ? name.length - 3 : 0};
    return base_text_starts_with(name, BASE_TEXT("str")) && letters(digits, 1, 5, '0', '9');
}
