#include <string.h>

#include "expression_tree.h"

struct parser {
    struct base_arena *arena;
    struct base_text source;
    size_t at;
    int depth;
    struct base_failure *reterr;
    bool failed;
};

/* Records the first thing that is wrong; always NULL. */
static struct survey_expression *fail(struct parser *parser, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static struct survey_expression *fail(struct parser *parser, size_t at, const char *format, ...)
{
    if (!parser->failed) {
        parser->failed = true;
        va_list arguments;
        va_start(arguments, format);
        const char *message = base_arena_vformat(parser->arena, format, arguments);
        va_end(arguments);
        struct base_text before = base_text_cut(parser->source, at);
        base_failure_set(parser->reterr, STATUS_MALFORMED, "character %zu: %s",
                         base_text_characters(before) + 1, message);
    }
    return NULL;
}

static struct survey_expression *node(struct parser *parser, enum survey_expression_kind kind)
{
    struct survey_expression *made = base_arena_object(parser->arena, struct survey_expression);
    made->kind = kind;
    return made;
}

static char peek(const struct parser *parser)
{
    return parser->at < parser->source.length ? parser->source.data[parser->at] : '\0';
}

static bool at_end(const struct parser *parser)
{
    return parser->at >= parser->source.length;
}

static void skip_blanks(struct parser *parser)
{
    while (!at_end(parser) && strchr(" \t\r\n", peek(parser)) != NULL && peek(parser) != '\0') {
        parser->at++;
    }
}

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* The word at the place, without moving. */
static struct base_text peek_word(const struct parser *parser)
{
    struct base_text word = {parser->source.data + parser->at, 0};
    while (parser->at + word.length < parser->source.length &&
           is_word_byte(word.data[word.length])) {
        word.length++;
    }
    return word;
}

static bool take_word(struct parser *parser, const char *expected)
{
    skip_blanks(parser);
    struct base_text word = peek_word(parser);
    if (!base_text_equal_ignoring_case(word, base_text_of(expected))) {
        return false;
    }
    parser->at += word.length;
    return true;
}

static struct survey_expression *parse_or(struct parser *parser);

/* A string up to its closing quote; the other quote must be escaped, as SurveyJS has it. */
static struct survey_expression *parse_string(struct parser *parser)
{
    size_t start = parser->at;
    char quote = peek(parser);
    parser->at++;
    struct base_buffer value;
    base_buffer_init(&value, parser->arena);
    while (!at_end(parser) && peek(parser) != quote) {
        char byte = peek(parser);
        bool escape = byte == '\\' && parser->at + 1 < parser->source.length &&
                      strchr("'\"", parser->source.data[parser->at + 1]) != NULL &&
                      parser->source.data[parser->at + 1] != '\0';
        if (escape) {
            parser->at++;
            byte = peek(parser);
        } else if (byte == '\'' || byte == '"') {
            return fail(parser, parser->at, "write a quotation mark inside a text as \\%c", byte);
        }
        base_buffer_add(&value, &byte, 1);
        parser->at++;
    }
    if (at_end(parser)) {
        return fail(parser, start, "this text is never closed; add %c at its end", quote);
    }
    parser->at++;
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_STRING);
    made->text = base_buffer_view(&value);
    return made;
}

static struct survey_expression *parse_number(struct parser *parser)
{
    size_t start = parser->at;
    if (peek(parser) == '-') {
        parser->at++;
    }
    while (is_word_byte(peek(parser)) || peek(parser) == '.') {
        parser->at++;
    }
    struct base_text text = {parser->source.data + start, parser->at - start};
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_NUMBER);
    if (!base_text_number(text, &made->number)) {
        return fail(parser, start,
                    "\"%.*s\" is no number; write it like 12 or 12.5, and a text in "
                    "quotes",
                    (int)(text.length < 40 ? text.length : 40), text.data);
    }
    return made;
}

/* Splits a reference at its dots. */
static bool split_path(struct parser *parser, size_t start, struct survey_expression *reference)
{
    struct base_text rest = reference->text;
    while (rest.data != NULL) {
        struct base_text part;
        rest = base_text_split(rest, '.', &part);
        if (part.length == 0 || reference->path_length == SURVEY_EXPRESSION_PATH_MAX) {
            fail(parser, start, "a reference is {name}, {name.row} or {name.row.column}");
            return false;
        }
        reference->path[reference->path_length++] = part;
    }
    return true;
}

static struct survey_expression *parse_reference(struct parser *parser)
{
    size_t start = parser->at++;
    while (!at_end(parser) && strchr("{}\n", peek(parser)) == NULL) {
        parser->at++;
    }
    if (peek(parser) != '}') {
        return fail(parser, start, "this reference is never closed; add } at its end");
    }
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_REFERENCE);
    struct base_text inner = {parser->source.data + start + 1, parser->at - start - 1};
    inner = base_text_trim(inner);
    parser->at++;
    if (inner.length == 0) {
        return fail(parser, start, "the braces are empty; write the name of a question in them");
    }
    made->text =
        (struct base_text){base_arena_copy(parser->arena, inner.data, inner.length), inner.length};
    return split_path(parser, start, made) ? made : NULL;
}

static struct survey_expression *parse_word_literal(struct parser *parser)
{
    struct base_text word = peek_word(parser);
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_BOOLEAN);
    made->boolean = base_text_equal_ignoring_case(word, BASE_TEXT("true"));
    if (!made->boolean && !base_text_equal_ignoring_case(word, BASE_TEXT("false"))) {
        struct base_text rest = {word.data, parser->source.length - parser->at};
        if (word.length == 0) {
            struct base_text sign = base_text_cut(rest, 4);
            return fail(parser, parser->at,
                        "{name}, a text in quotes, a number, true, false or [list] was expected, "
                        "but there is \"%.*s\"",
                        (int)(sign.length > 0 ? sign.length : 1), sign.data);
        }
        size_t shown = word.length < 40 ? word.length : 40;
        if (word.length < rest.length && rest.data[word.length] == '(') {
            return fail(parser, parser->at,
                        "functions such as %.*s() cannot be used; only comparisons can", (int)shown,
                        word.data);
        }
        return fail(parser, parser->at,
                    "\"%.*s\" is not understood; write {%.*s} for a question and '%.*s' for a text",
                    (int)shown, word.data, (int)shown, word.data, (int)shown, word.data);
    }
    parser->at += word.length;
    return made;
}

static struct survey_expression *parse_literal(struct parser *parser)
{
    skip_blanks(parser);
    char byte = peek(parser);
    if (byte == '\'' || byte == '"') {
        return parse_string(parser);
    }
    if (byte == '-' || (byte >= '0' && byte <= '9')) {
        return parse_number(parser);
    }
    return parse_word_literal(parser);
}

static struct survey_expression *parse_list(struct parser *parser)
{
    size_t start = parser->at++;
    struct survey_expression *list = node(parser, SURVEY_EXPRESSION_LIST);
    struct survey_expression **end = &list->first;
    skip_blanks(parser);
    while (peek(parser) != ']') {
        if (at_end(parser)) {
            return fail(parser, start, "this list is never closed; add ] at its end");
        }
        *end = parse_literal(parser);
        if (*end == NULL) {
            return NULL;
        }
        end = &(*end)->next;
        skip_blanks(parser);
        if (peek(parser) == ',') {
            parser->at++;
            skip_blanks(parser);
            if (peek(parser) == ']') {
                return fail(parser, parser->at, "after a comma the list must go on");
            }
        } else if (peek(parser) != ']' && !at_end(parser)) {
            return fail(parser, parser->at, "a comma or ] was expected in the list");
        }
    }
    parser->at++;
    return list;
}

static struct survey_expression *parse_operand(struct parser *parser)
{
    skip_blanks(parser);
    if (at_end(parser)) {
        return fail(parser, parser->at,
                    "the condition ends here, but {name}, a text, a number or a list must follow");
    }
    if (peek(parser) == '{') {
        return parse_reference(parser);
    }
    return peek(parser) == '[' ? parse_list(parser) : parse_literal(parser);
}

static bool take_operator(struct parser *parser, enum survey_expression_kind *ret_kind)
{
    static const struct {
        const char *spelling;
        enum survey_expression_kind kind;
    } operators[] = {
        {"==", SURVEY_EXPRESSION_EQUAL},
        {"=", SURVEY_EXPRESSION_EQUAL},
        {"!=", SURVEY_EXPRESSION_NOT_EQUAL},
        {"<>", SURVEY_EXPRESSION_NOT_EQUAL},
        {"<=", SURVEY_EXPRESSION_LESS_OR_EQUAL},
        {"<", SURVEY_EXPRESSION_LESS},
        {">=", SURVEY_EXPRESSION_GREATER_OR_EQUAL},
        {">", SURVEY_EXPRESSION_GREATER},
        {"empty", SURVEY_EXPRESSION_EMPTY},
        {"notempty", SURVEY_EXPRESSION_NOT_EMPTY},
        {"contains", SURVEY_EXPRESSION_CONTAINS},
        {"notcontains", SURVEY_EXPRESSION_NOT_CONTAINS},
        {"anyof", SURVEY_EXPRESSION_ANY_OF},
        {"allof", SURVEY_EXPRESSION_ALL_OF},
    };
    skip_blanks(parser);
    struct base_text rest = {parser->source.data + parser->at, parser->source.length - parser->at};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        struct base_text spelling = base_text_of(operators[i].spelling);
        bool word = is_word_byte(spelling.data[0]);
        bool found = word ? base_text_equal_ignoring_case(peek_word(parser), spelling)
                          : base_text_starts_with(rest, spelling);
        if (found) {
            parser->at += spelling.length;
            *ret_kind = operators[i].kind;
            return true;
        }
    }
    return false;
}

/* operand, "operand empty", or "operand operator operand". */
static struct survey_expression *parse_comparison(struct parser *parser)
{
    struct survey_expression *left = parse_operand(parser);
    if (left == NULL) {
        return NULL;
    }
    enum survey_expression_kind kind;
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_TRUE);
    made->first = left;
    if (!take_operator(parser, &kind)) {
        return made;
    }
    made->kind = kind;
    if (kind == SURVEY_EXPRESSION_EMPTY || kind == SURVEY_EXPRESSION_NOT_EMPTY) {
        return made;
    }
    left->next = parse_operand(parser);
    if (left->next == NULL) {
        return NULL;
    }
    skip_blanks(parser);
    size_t after = parser->at;
    if (take_operator(parser, &kind)) {
        return fail(parser, after,
                    "only two things can be compared at a time; join comparisons by \"and\"");
    }
    return made;
}

static struct survey_expression *parse_group(struct parser *parser)
{
    size_t start = parser->at++;
    if (++parser->depth > SURVEY_EXPRESSION_DEPTH_MAX) {
        return fail(parser, start, "the parentheses are nested more than %d deep",
                    SURVEY_EXPRESSION_DEPTH_MAX);
    }
    struct survey_expression *inner = parse_or(parser);
    parser->depth--;
    if (inner == NULL) {
        return NULL;
    }
    skip_blanks(parser);
    if (peek(parser) != ')') {
        return fail(parser, at_end(parser) ? start : parser->at,
                    at_end(parser) ? "this parenthesis is never closed; add ) at its end"
                                   : "\"and\", \"or\" or ) was expected");
    }
    parser->at++;
    enum survey_expression_kind kind;
    skip_blanks(parser);
    size_t after = parser->at;
    if (take_operator(parser, &kind)) {
        return fail(parser, after,
                    "a condition in parentheses cannot be compared; take the parentheses away");
    }
    return inner;
}

static struct survey_expression *parse_unary(struct parser *parser);

/* In SurveyJS "!" belongs to the very next operand only, in other languages to the comparison; so
   a comparison after it must stand in parentheses, where both read it alike. */
static struct survey_expression *parse_negated(struct parser *parser, bool sign)
{
    size_t start = parser->at;
    if (++parser->depth > SURVEY_EXPRESSION_DEPTH_MAX) {
        return fail(parser, start, "the condition is nested more than %d deep",
                    SURVEY_EXPRESSION_DEPTH_MAX);
    }
    struct survey_expression *made = node(parser, SURVEY_EXPRESSION_NOT);
    made->first = parse_unary(parser);
    parser->depth--;
    if (made->first == NULL) {
        return NULL;
    }
    enum survey_expression_kind kind = made->first->kind;
    if (sign && kind >= SURVEY_EXPRESSION_EQUAL && kind <= SURVEY_EXPRESSION_ALL_OF) {
        size_t first = start;
        while (first < parser->at && strchr(" \t\r\n", parser->source.data[first]) != NULL) {
            first++;
        }
        if (parser->source.data[first] != '(') {
            return fail(parser, start, "put the comparison after ! in parentheses: !( ... )");
        }
    }
    return made;
}

static struct survey_expression *parse_unary(struct parser *parser)
{
    skip_blanks(parser);
    if (peek(parser) == '(') {
        return parse_group(parser);
    }
    bool sign = peek(parser) == '!' && !(parser->at + 1 < parser->source.length &&
                                         parser->source.data[parser->at + 1] == '=');
    if (sign) {
        parser->at++;
        return parse_negated(parser, true);
    }
    if (take_word(parser, "not")) {
        return parse_negated(parser, false);
    }
    return parse_comparison(parser);
}

/* One or more of what `next` reads, joined by `word`. */
static struct survey_expression *parse_joined(struct parser *parser, const char *word,
                                              enum survey_expression_kind kind,
                                              struct survey_expression *(*next)(struct parser *))
{
    struct survey_expression *first = next(parser);
    if (first == NULL || !take_word(parser, word)) {
        return first;
    }
    struct survey_expression *made = node(parser, kind);
    made->first = first;
    struct survey_expression *last = first;
    do {
        last->next = next(parser);
        last = last->next;
        if (last == NULL) {
            return NULL;
        }
    } while (take_word(parser, word));
    return made;
}

static struct survey_expression *parse_and(struct parser *parser)
{
    return parse_joined(parser, "and", SURVEY_EXPRESSION_AND, parse_unary);
}

static struct survey_expression *parse_or(struct parser *parser)
{
    return parse_joined(parser, "or", SURVEY_EXPRESSION_OR, parse_and);
}

enum base_status survey_expression_parse(struct base_arena *arena, struct base_text source,
                                         const struct survey_expression **ret_expression,
                                         struct base_failure *reterr)
{
    struct parser parser = {.arena = arena, .source = source, .reterr = reterr};
    if (source.length > SURVEY_EXPRESSION_BYTES_MAX) {
        return base_failure_set(reterr, STATUS_MALFORMED,
                                "character %d: the condition is longer than %d bytes; shorten it",
                                SURVEY_EXPRESSION_BYTES_MAX, SURVEY_EXPRESSION_BYTES_MAX);
    }
    struct survey_expression *expression = parse_or(&parser);
    if (expression == NULL) {
        return STATUS_MALFORMED;
    }
    skip_blanks(&parser);
    if (!at_end(&parser)) {
        struct base_text rest = {source.data + parser.at, source.length - parser.at};
        rest = base_text_cut(rest, 20);
        fail(&parser, parser.at, "\"and\", \"or\" or the end was expected, but there is \"%.*s\"",
             (int)rest.length, rest.data);
        return STATUS_MALFORMED;
    }
    *ret_expression = expression;
    return STATUS_OK;
}
