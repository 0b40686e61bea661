#include "survey/problem.h"

#include <string.h>

#include "base/json.h"

void survey_problems_init(struct survey_problems *problems, struct base_arena *arena)
{
    *problems = (struct survey_problems){.arena = arena};
}

static const char *copy_or_null(struct base_arena *arena, const char *string)
{
    return string != NULL ? base_arena_string(arena, string) : NULL;
}

static const char *copy_or_empty(struct base_arena *arena, const char *string)
{
    return string != NULL ? base_arena_string(arena, string) : "";
}

void survey_problem_add(struct survey_problems *problems, struct survey_problem problem)
{
    struct base_arena *arena = problems->arena;
    if (problems->count == problems->capacity) {
        size_t capacity = problems->capacity == 0 ? 8 : problems->capacity * 2;
        struct survey_problem *list = base_arena_array(arena, struct survey_problem, capacity);
        if (problems->count > 0) {
            memcpy(list, problems->list, problems->count * sizeof(*list));
        }
        problems->list = list;
        problems->capacity = capacity;
    }
    problems->list[problems->count++] = (struct survey_problem){
        .file = copy_or_empty(arena, problem.file),
        .pointer = copy_or_empty(arena, problem.pointer),
        .code = copy_or_empty(arena, problem.code),
        .message = copy_or_empty(arena, problem.message),
        .item = copy_or_null(arena, problem.item),
        .field = copy_or_null(arena, problem.field),
        .warning = problem.warning,
    };
    if (!problem.warning) {
        problems->error_count++;
    }
}

static void add_formatted(struct survey_problems *problems, const char *file, const char *pointer,
                          const char *code, bool warning, const char *format, va_list arguments)
    __attribute__((format(printf, 6, 0)));

static void add_formatted(struct survey_problems *problems, const char *file, const char *pointer,
                          const char *code, bool warning, const char *format, va_list arguments)
{
    const char *message = base_arena_vformat(problems->arena, format, arguments);
    survey_problem_add(problems, (struct survey_problem){.file = file,
                                                         .pointer = pointer,
                                                         .code = code,
                                                         .message = message,
                                                         .warning = warning});
}

void survey_problem_error(struct survey_problems *problems, const char *file, const char *pointer,
                          const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_formatted(problems, file, pointer, code, false, format, arguments);
    va_end(arguments);
}

void survey_problem_warning(struct survey_problems *problems, const char *file, const char *pointer,
                            const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_formatted(problems, file, pointer, code, true, format, arguments);
    va_end(arguments);
}

const char *survey_problem_line(struct base_arena *arena, const struct survey_problem *problem)
{
    const char *pointer = problem->pointer[0] != '\0' ? problem->pointer : "/";
    const char *kind = problem->warning ? "warning: " : "";
    if (problem->file[0] == '\0') {
        return base_arena_format(arena, "%s: %s%s", pointer, kind, problem->message);
    }
    return base_arena_format(arena, "%s: %s: %s%s", problem->file, pointer, kind, problem->message);
}
