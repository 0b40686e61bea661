#include "problems.h"

#include <stdarg.h>

void aggregator_problems_init(struct aggregator_problems *problems, struct base_arena *arena)
{
    *problems = (struct aggregator_problems){.arena = arena};
}

static void add(struct aggregator_problems *problems, const char *place, const char *format,
                va_list arguments)
{
    if (problems->count < AGGREGATOR_PROBLEMS_MAX) {
        const char *message = base_arena_vformat(problems->arena, format, arguments);
        problems->lines[problems->count] =
            base_arena_format(problems->arena, "%s: %s", place, message);
    }
    problems->count++;
}

void aggregator_problem_at(struct aggregator_problems *problems, const char *file,
                           const char *pointer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *place =
        base_arena_format(problems->arena, "%s: %s", file, pointer[0] == '\0' ? "/" : pointer);
    add(problems, place, format, arguments);
    va_end(arguments);
}

void aggregator_problem_line(struct aggregator_problems *problems, const char *file, size_t line,
                             const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(problems, base_arena_format(problems->arena, "%s:%zu", file, line), format, arguments);
    va_end(arguments);
}

void aggregator_problems_print(const struct aggregator_problems *problems, FILE *stream)
{
    for (size_t i = 0; i < problems->count && i < AGGREGATOR_PROBLEMS_MAX; i++)
        fprintf(stream, "%s\n", problems->lines[i]);
    if (problems->count > AGGREGATOR_PROBLEMS_MAX)
        fprintf(stream, "... and %zu more\n", problems->count - AGGREGATOR_PROBLEMS_MAX);
}
