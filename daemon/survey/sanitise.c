#include "sanitise.h"

#include <stdbool.h>
#include <string.h>

#define DEPTH_MAX 8
#define ALLOWED "p, br, strong, em, ul, ol, li, h3 and a"

enum tag { TAG_P, TAG_BR, TAG_STRONG, TAG_EM, TAG_UL, TAG_OL, TAG_LI, TAG_H3, TAG_A, TAG_COUNT };

static const char *const tag_names[TAG_COUNT] = {"p",  "br", "strong", "em", "ul",
                                                 "ol", "li", "h3",     "a"};

struct sanitiser {
    struct base_arena *arena;
    struct base_text source;
    size_t at;
    struct base_buffer out;
    enum tag open[DEPTH_MAX];
    size_t depth;
    const char *message;
};

static bool fail(struct sanitiser *sanitiser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool fail(struct sanitiser *sanitiser, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    sanitiser->message = base_arena_vformat(sanitiser->arena, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char peek(const struct sanitiser *sanitiser)
{
    return sanitiser->at < sanitiser->source.length ? sanitiser->source.data[sanitiser->at] : '\0';
}

static void skip_blanks(struct sanitiser *sanitiser)
{
    while (peek(sanitiser) != '\0' && strchr(" \t\r\n", peek(sanitiser)) != NULL) {
        sanitiser->at++;
    }
}

static struct base_text read_word(struct sanitiser *sanitiser)
{
    struct base_text word = {sanitiser->source.data + sanitiser->at, 0};
    while (is_letter(peek(sanitiser)) || is_digit(peek(sanitiser)) || peek(sanitiser) == '-') {
        sanitiser->at++;
        word.length++;
    }
    return word;
}

static bool is_inline(enum tag tag)
{
    return tag == TAG_STRONG || tag == TAG_EM || tag == TAG_A || tag == TAG_BR;
}

/* Where an element may stand, so that no browser has to guess the structure. */
static bool may_open(struct sanitiser *sanitiser, enum tag tag)
{
    bool inside = sanitiser->depth > 0;
    enum tag parent = inside ? sanitiser->open[sanitiser->depth - 1] : TAG_COUNT;
    bool in_list = parent == TAG_UL || parent == TAG_OL;
    if (in_list != (tag == TAG_LI)) {
        return fail(sanitiser, "<li> may stand directly in <ul> or <ol>, and nothing else may");
    }
    if (inside && !is_inline(tag) && !in_list && parent != TAG_LI) {
        return fail(sanitiser, "<%s> may not stand inside <%s>; close <%s> before it",
                    tag_names[tag], tag_names[parent], tag_names[parent]);
    }
    for (size_t i = 0; i < sanitiser->depth; i++) {
        if (tag == TAG_A && sanitiser->open[i] == TAG_A) {
            return fail(sanitiser, "a link may not stand inside a link; close <a> first");
        }
    }
    if (sanitiser->depth == DEPTH_MAX) {
        return fail(sanitiser, "the tags are nested more than %d deep", DEPTH_MAX);
    }
    return true;
}

static bool is_safe_address(struct base_text address)
{
    if (!base_text_starts_with(address, BASE_TEXT("https://")) &&
        !base_text_starts_with(address, BASE_TEXT("mailto:"))) {
        return false;
    }
    for (size_t i = 0; i < address.length; i++) {
        unsigned char byte = (unsigned char)address.data[i];
        if (byte <= ' ' || byte == 0x7F || strchr("\"'<>`\\", byte) != NULL) {
            return false;
        }
    }
    return address.length <= 500;
}

static void write_escaped(struct base_buffer *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '&':
            /* An author who wrote &amp; in an address means the same as one who wrote &. */
            base_buffer_string(out, "&amp;");
            if (text.length - i >= 5 && memcmp(text.data + i, "&amp;", 5) == 0) {
                i += 4;
            }
            break;
        case '<':
            base_buffer_string(out, "&lt;");
            break;
        case '>':
            base_buffer_string(out, "&gt;");
            break;
        case '"':
            base_buffer_string(out, "&quot;");
            break;
        default:
            base_buffer_add(out, text.data + i, 1);
        }
    }
}

/* The attributes of a start tag up to its ">": href on a, nothing else. */
static bool read_attributes(struct sanitiser *sanitiser, enum tag tag, struct base_text *ret_href)
{
    *ret_href = (struct base_text){NULL, 0};
    for (;;) {
        skip_blanks(sanitiser);
        char byte = peek(sanitiser);
        if (byte == '/' && tag == TAG_BR) {
            sanitiser->at++;
            continue;
        }
        if (byte == '>') {
            sanitiser->at++;
            return true;
        }
        struct base_text name = read_word(sanitiser);
        skip_blanks(sanitiser);
        if (name.length == 0 || peek(sanitiser) != '=' || tag != TAG_A ||
            !base_text_equal_ignoring_case(name, BASE_TEXT("href")) || ret_href->data != NULL) {
            return fail(sanitiser, "<%s> can have no attributes%s", tag_names[tag],
                        tag == TAG_A ? " but one href=\"...\"" : "");
        }
        sanitiser->at++;
        skip_blanks(sanitiser);
        char quote = peek(sanitiser);
        if (quote != '"' && quote != '\'') {
            return fail(sanitiser, "the address after href= must stand in quotes");
        }
        size_t start = ++sanitiser->at;
        while (sanitiser->at < sanitiser->source.length && peek(sanitiser) != quote) {
            sanitiser->at++;
        }
        if (sanitiser->at == sanitiser->source.length) {
            return fail(sanitiser, "the address after href= is never closed; add %c", quote);
        }
        *ret_href = (struct base_text){sanitiser->source.data + start, sanitiser->at - start};
        sanitiser->at++;
    }
}

static bool find_tag(struct sanitiser *sanitiser, struct base_text name, enum tag *ret_tag)
{
    for (int i = 0; i < TAG_COUNT; i++) {
        if (base_text_equal_ignoring_case(name, base_text_of(tag_names[i]))) {
            *ret_tag = (enum tag)i;
            return true;
        }
    }
    if (name.length == 0) {
        return fail(sanitiser, "there is a \"<\" that begins no tag; write &lt; for the sign");
    }
    return fail(sanitiser, "<%.*s> is not allowed; the tags that are: " ALLOWED,
                (int)(name.length < 20 ? name.length : 20), name.data);
}

static bool read_end_tag(struct sanitiser *sanitiser)
{
    enum tag tag = TAG_P;
    if (!find_tag(sanitiser, read_word(sanitiser), &tag)) {
        return false;
    }
    skip_blanks(sanitiser);
    if (peek(sanitiser) != '>') {
        return fail(sanitiser, "</%s is not closed by \">\"", tag_names[tag]);
    }
    sanitiser->at++;
    if (sanitiser->depth == 0 || sanitiser->open[sanitiser->depth - 1] != tag) {
        return fail(sanitiser, "</%s> closes nothing that is open there", tag_names[tag]);
    }
    sanitiser->depth--;
    base_buffer_format(&sanitiser->out, "</%s>", tag_names[tag]);
    return true;
}

static bool read_tag(struct sanitiser *sanitiser)
{
    sanitiser->at++;
    if (peek(sanitiser) == '/') {
        sanitiser->at++;
        return read_end_tag(sanitiser);
    }
    enum tag tag = TAG_P;
    struct base_text href;
    if (!find_tag(sanitiser, read_word(sanitiser), &tag) || !may_open(sanitiser, tag) ||
        !read_attributes(sanitiser, tag, &href)) {
        return false;
    }
    if (tag == TAG_A) {
        if (href.data == NULL || !is_safe_address(href)) {
            return fail(sanitiser, "a link needs an address that begins with https:// or mailto:, "
                                   "without blanks");
        }
        base_buffer_string(&sanitiser->out, "<a href=\"");
        write_escaped(&sanitiser->out, href);
        base_buffer_string(&sanitiser->out, "\" rel=\"noopener noreferrer\">");
    } else {
        base_buffer_format(&sanitiser->out, "<%s>", tag_names[tag]);
    }
    if (tag != TAG_BR) {
        sanitiser->open[sanitiser->depth++] = tag;
    }
    return true;
}

/* Length of a character reference at the place, 0 if there is none. */
static size_t reference_length(struct base_text text)
{
    static const char *const names[] = {"&amp;",  "&lt;",    "&gt;",    "&quot;", "&nbsp;",
                                        "&apos;", "&ndash;", "&mdash;", "&shy;"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (base_text_starts_with(text, base_text_of(names[i]))) {
            return strlen(names[i]);
        }
    }
    size_t digits = 0;
    if (base_text_starts_with(text, BASE_TEXT("&#"))) {
        while (2 + digits < text.length && is_digit(text.data[2 + digits])) {
            digits++;
        }
    }
    bool closed =
        digits > 0 && digits <= 6 && 2 + digits < text.length && text.data[2 + digits] == ';';
    return closed ? digits + 3 : 0;
}

static bool read_characters(struct sanitiser *sanitiser)
{
    const char *data = sanitiser->source.data + sanitiser->at;
    struct base_text rest = {data, sanitiser->source.length - sanitiser->at};
    size_t reference = data[0] == '&' ? reference_length(rest) : 0;
    size_t length = reference > 0 ? reference : 1;
    enum tag parent = sanitiser->depth > 0 ? sanitiser->open[sanitiser->depth - 1] : TAG_COUNT;
    bool blank = strchr(" \t\r\n", data[0]) != NULL;
    if (!blank && (parent == TAG_UL || parent == TAG_OL)) {
        return fail(sanitiser, "there is text in <%s> outside of any <li>", tag_names[parent]);
    }
    if (reference > 0) {
        base_buffer_add(&sanitiser->out, data, length);
    } else if ((unsigned char)data[0] >= ' ' || blank) {
        write_escaped(&sanitiser->out, (struct base_text){data, 1});
    }
    sanitiser->at += length;
    return true;
}

const char *survey_sanitise_html(struct base_arena *arena, struct base_text source,
                                 const char **ret_message)
{
    struct sanitiser sanitiser = {.arena = arena, .source = source};
    base_buffer_init(&sanitiser.out, arena);
    bool good = true;
    while (good && sanitiser.at < source.length) {
        good =
            source.data[sanitiser.at] == '<' ? read_tag(&sanitiser) : read_characters(&sanitiser);
    }
    if (good && sanitiser.depth > 0) {
        good = fail(&sanitiser, "<%s> is never closed; add </%s>",
                    tag_names[sanitiser.open[sanitiser.depth - 1]],
                    tag_names[sanitiser.open[sanitiser.depth - 1]]);
    }
    if (!good) {
        *ret_message = sanitiser.message;
        return NULL;
    }
    return base_buffer_view(&sanitiser.out).data;
}
