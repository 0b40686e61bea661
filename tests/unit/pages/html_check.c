#include "html_check.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

#define DEPTH_MAX 64
#define NAMES_MAX 8192
#define ATTRIBUTES_MAX 32
#define DATA_SCRIPT "<script type=\"application/json\"" /* is not run */

struct names {
    struct base_text list[NAMES_MAX];
    size_t count;
};

struct checker {
    const char *start;
    struct base_text open[DEPTH_MAX];
    size_t depth;
    struct names *ids;
    struct names *references;
};

static void check(bool holds, const char *what, const char *place)
{
    if (!holds)
        fail_msg("%s: %.160s", what, place);
}

static bool is_one_of(struct base_text name, const char *const *list)
{
    for (; *list; list++) {
        if (base_text_equal_string(name, *list))
            return true;
    }
    return false;
}

static void add_name(struct names *names, struct base_text name)
{
    check(names->count < NAMES_MAX, "too many names", name.data);
    names->list[names->count++] = name;
}

static void add_id(struct checker *checker, struct base_text id)
{
    check(id.length > 0 && !memchr(id.data, ' ', id.length), "id is empty or has a blank", id.data);
    for (size_t i = 0; i < checker->ids->count; i++)
        check(!base_text_equal(checker->ids->list[i], id), "id used twice", id.data);
    add_name(checker->ids, id);
}

static void add_references(struct checker *checker, struct base_text value)
{
    while (value.data) {
        struct base_text head;
        value = base_text_split(value, ' ', &head);
        add_name(checker->references, head);
    }
}

static void take_attribute(struct checker *checker, struct base_text name, struct base_text value)
{
    static const char *const referring[] = {"for", "aria-describedby", "aria-labelledby", NULL};
    check(!base_text_equal_string(name, "style"), "style attribute", name.data);
    check(!base_text_starts_with(name, BASE_TEXT("on")), "event handler", name.data);
    if (base_text_equal_string(name, "id"))
        add_id(checker, value);
    else if (is_one_of(name, referring))
        add_references(checker, value);
    else if (base_text_equal_string(name, "href") && value.length > 1 && value.data[0] == '#')
        add_name(checker->references, (struct base_text){value.data + 1, value.length - 1});
}

static void check_entities(const char *from, const char *to)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", NULL};
    for (const char *c = from; c < to; c++) {
        check(*c != '>' && *c != '<', "< or > where it must be escaped", c);
        if (*c != '&')
            continue;
        bool known = false;
        for (size_t i = 0; entities[i]; i++)
            known = known || strncmp(c, entities[i], strlen(entities[i])) == 0;
        check(known, "& that is no entity", c);
    }
}

/* Reads the attributes of a tag; returns what is after its ">". */
static const char *read_attributes(struct checker *checker, const char *c, bool *ret_closed)
{
    struct base_text seen[ATTRIBUTES_MAX];
    size_t count = 0;
    *ret_closed = false;
    while (*c != '>') {
        while (isspace((unsigned char)*c))
            c++;
        if (c[0] == '/' && c[1] == '>') {
            *ret_closed = true;
            c++;
            continue;
        }
        if (*c == '>')
            continue;
        struct base_text name = {c, strcspn(c, " \n=>/\"'<")};
        check(name.length > 0, "malformed tag", c);
        for (size_t i = 0; i < count; i++)
            check(!base_text_equal(seen[i], name), "attribute given twice", c);
        check(count < ATTRIBUTES_MAX, "too many attributes", c);
        seen[count++] = name;
        c += name.length;
        struct base_text value = {c, 0};
        if (*c == '=') {
            check(c[1] == '"', "attribute is not quoted", c);
            value = (struct base_text){c + 2, strcspn(c + 2, "\"")};
            check(value.data[value.length] == '"', "attribute is not closed", c);
            check_entities(value.data, value.data + value.length);
            c = value.data + value.length + 1;
            check(strchr(" \n>/", *c) && *c, "no blank after an attribute", c);
        }
        take_attribute(checker, name, value);
    }
    return c + 1;
}

static const char *read_tag(struct checker *checker, const char *c)
{
    static const char *const empty[] = {"meta", "link", "input", "br", "wbr", "img", "hr", NULL};
    if (c[1] == '/') {
        struct base_text name = {c + 2, strcspn(c + 2, ">")};
        check(checker->depth > 0 && base_text_equal(checker->open[checker->depth - 1], name),
              "closes what is not open", c);
        checker->depth--;
        return name.data + name.length + 1;
    }
    struct base_text name = {c + 1, strcspn(c + 1, " \n>/")};
    check(name.length > 0 && islower((unsigned char)name.data[0]), "malformed tag", c);
    bool closed = false;
    const char *rest = read_attributes(checker, name.data + name.length, &closed);
    if (strncmp(c, DATA_SCRIPT, strlen(DATA_SCRIPT)) == 0)
        rest += strcspn(rest, "<");
    if (base_text_equal_string(name, "script"))
        check(strncmp(rest, "</script>", 9) == 0, "inline script", rest);
    check(!base_text_equal_string(name, "style"), "inline style", c);
    if (!closed && !is_one_of(name, empty)) {
        check(checker->depth < DEPTH_MAX, "nested too deeply", c);
        checker->open[checker->depth++] = name;
    }
    return rest;
}

void assert_page_is_well_formed(const char *html)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct checker checker = {
        .start = html,
        .ids = base_arena_object(arena, struct names),
        .references = base_arena_object(arena, struct names),
    };
    static const char doctype[] = "<!DOCTYPE html>\n";
    check(strncmp(html, doctype, strlen(doctype)) == 0, "no doctype", html);
    check(base_text_is_utf8(base_text_of(html)), "not UTF-8", html);
    const char *c = html + strlen(doctype);
    while (*c) {
        const char *text_end = c + strcspn(c, "<");
        check_entities(c, text_end);
        c = *text_end ? read_tag(&checker, text_end) : text_end;
    }
    check(checker.depth == 0, "not closed at the end", checker.depth ? checker.open[0].data : "");
    for (size_t i = 0; i < checker.references->count; i++) {
        bool met = false;
        for (size_t j = 0; j < checker.ids->count && !met; j++)
            met = base_text_equal(checker.references->list[i], checker.ids->list[j]);
        check(met, "refers to no id", checker.references->list[i].data);
    }
}

void assert_page_has(const char *html, const char *text)
{
    if (!strstr(html, text))
        fail_msg("the page lacks: %s", text);
}

void assert_page_lacks(const char *html, const char *text)
{
    const char *found = strstr(html, text);
    if (found)
        fail_msg("the page has: %.120s", found);
}

int count_in_page(const char *html, const char *text)
{
    int count = 0;
    for (const char *c = strstr(html, text); c; c = strstr(c + strlen(text), text))
        count++;
    return count;
}
