#include "problems.h"

#include <stdarg.h>
#include <stdbool.h>

#include "base/text.h"

/* Longer texts out of a file are cut: what is wrong must still be seen. */
#define MESSAGE_MAX 600

void aggregator_problems_init(struct aggregator_problems *problems, struct base_arena *arena)
{
    *problems = (struct aggregator_problems){.arena = arena};
}

/* Whether one more is kept; counts it. */
static bool count_one(struct aggregator_problems *problems)
{
    return problems->count++ < AGGREGATOR_PROBLEMS_MAX;
}

static void add(struct aggregator_problems *problems, const char *place, const char *format,
                va_list arguments)
{
    const char *message = base_arena_vformat(problems->arena, format, arguments);
    struct base_text text = base_text_cut(base_text_of(message), MESSAGE_MAX);
    problems->lines[problems->count - 1] =
        base_arena_format(problems->arena, "%s: %.*s%s", place, (int)text.length, text.data,
                          message[text.length] == '\0' ? "" : "...");
}

void aggregator_problem_at(struct aggregator_problems *problems, const char *file,
                           const char *pointer, const char *format, ...)
{
    va_list arguments;
    if (!count_one(problems))
        return;
    struct base_text shown = base_text_cut(base_text_of(pointer), MESSAGE_MAX);
    const char *place = base_arena_format(problems->arena, "%s: %.*s", file,
                                          shown.length == 0 ? 1 : (int)shown.length,
                                          shown.length == 0 ? "/" : shown.data);
    va_start(arguments, format);
    add(problems, place, format, arguments);
    va_end(arguments);
}

void aggregator_problem_line(struct aggregator_problems *problems, const char *file, size_t line,
                             const char *format, ...)
{
    va_list arguments;
    if (!count_one(problems))
        return;
    va_start(arguments, format);
    add(problems, base_arena_format(problems->arena, "%s:%zu", file, line), format, arguments);
    va_end(arguments);
}

/* What a terminal would obey instead of showing is shown as a question mark. */
static void print_line(const char *line, FILE *stream)
{
    for (const char *at = line; *at != '\0'; at++) {
        bool is_control =
            (unsigned char)*at < 0x20 || *at == 0x7f ||
            (at[0] == '\xc2' && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xa0);
        at += is_control && *at == '\xc2';
        fputc(is_control ? '?' : *at, stream);
    }
    fputc('\n', stream);
}

/* 1,234,567 */
static void print_grouped(size_t number, FILE *stream)
{
    if (number >= 1000) {
        print_grouped(number / 1000, stream);
        fprintf(stream, ",%03zu", number % 1000);
    } else {
        fprintf(stream, "%zu", number);
    }
}

void aggregator_problems_print(const struct aggregator_problems *problems, FILE *stream)
{
    for (size_t i = 0; i < problems->count && i < AGGREGATOR_PROBLEMS_MAX; i++)
        print_line(problems->lines[i], stream);
    if (problems->count <= AGGREGATOR_PROBLEMS_MAX)
        return;
    fputs("... and ", stream);
    print_grouped(problems->count - AGGREGATOR_PROBLEMS_MAX, stream);
    fputs(" more\n", stream);
}
