#include "answers_read.h"

#include <limits.h>
#include <string.h>

#include "base/csv.h"
#include "file.h"

#define COLUMNS 6

static const char *const header[COLUMNS] = {"participant", "organisation", "actor_type",
                                            "cycle",       "question",     "value"};

static bool check_header(const struct base_csv_record *record, const char *file,
                         struct aggregator_problems *problems)
{
    bool is_right = record->count == COLUMNS;
    for (size_t i = 0; is_right && i < COLUMNS; i++)
        is_right = base_text_equal_string(record->fields[i], header[i]);
    const struct base_text first = record->fields[0];
    const char *hint = "";
    if (record->count == 1 && memchr(first.data, ';', first.length) != NULL)
        hint = "; its fields are separated by semicolons: save the file with commas";
    else if (record->count == 1 && memchr(first.data, '\t', first.length) != NULL)
        hint = "; its fields are separated by tabs: save the file with commas";
    else if (record->count >= COLUMNS)
        hint = ", in this order and nothing else";
    if (!is_right)
        aggregator_problem_line(problems, file, 1,
                                "the first line must be "
                                "participant,organisation,actor_type,cycle,question,value%s",
                                hint);
    return is_right;
}

/* Where the rows go. */
struct rows {
    struct evaluation_builder *builder;
    struct answers_watch *watch; /* NULL: nobody watches */
    const char *file;
    struct aggregator_problems *problems;
};

static void add_record(const struct rows *rows, const struct base_csv_record *record)
{
    int64_t cycle = 0;
    struct base_text cycle_text = base_text_trim(record->fields[3]);
    const char *wrong = NULL;
    if (!base_text_integer(cycle_text, &cycle) || cycle < INT_MIN || cycle > INT_MAX)
        wrong = "the cycle must be a whole number such as 1";
    else if (base_text_trim(record->fields[0]).length == 0)
        wrong = "the participant is missing; every answer is somebody's";
    else if (base_text_trim(record->fields[4]).length == 0)
        wrong = "the question is missing; name it as the plan does";
    if (wrong != NULL) {
        aggregator_problem_line(rows->problems, rows->file, record->line, "%s", wrong);
        return;
    }
    const struct evaluation_row row = {
        .participant = record->fields[0],
        .organisation = record->fields[1],
        .actor_type = record->fields[2],
        .cycle = (int)cycle,
        .question = record->fields[4],
        .value = record->fields[5],
        .line = (uint32_t)record->line,
    };
    evaluation_builder_add(rows->builder, &row);
    if (rows->watch != NULL)
        answers_watch_row(rows->watch, &row);
}

struct duplicates {
    const char *file;
    struct aggregator_problems *problems;
};

static void on_duplicate(const struct evaluation_duplicate *duplicate, void *context)
{
    const struct duplicates *duplicates = context;
    aggregator_problem_line(duplicates->problems, duplicates->file, duplicate->second_line,
                            "answers \"%s\" of cycle %d for the same participant as line %u; one "
                            "participant has one answer to a question in a cycle",
                            duplicate->question, duplicate->cycle, duplicate->first_line);
}

/* What cannot be read is told, and the lines behind it are read. */
static void report_line(const struct base_csv_error *error, const char *file,
                        struct aggregator_problems *problems)
{
    if (error->field > 0)
        aggregator_problem_line(problems, file, error->line, "field %zu: %s", error->field,
                                error->message);
    else
        aggregator_problem_line(problems, file, error->line, "%s", error->message);
}

static void read_rows(const struct rows *rows, struct base_text text)
{
    const char *file = rows->file;
    struct aggregator_problems *problems = rows->problems;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    bool is_first = true;
    base_csv_reader_init(&reader, scratch, text, ',', &base_csv_limits_data);
    for (;;) {
        if (base_csv_next(&reader, &record, &error) != STATUS_OK) {
            report_line(&error, file, problems);
            if (is_first || !base_csv_skip(&reader))
                return;
            continue;
        }
        if (record.count == 0)
            break;
        if (is_first && !check_header(&record, file, problems))
            return;
        if (!is_first)
            add_record(rows, &record);
        is_first = false;
    }
    if (is_first)
        aggregator_problem_line(problems, file, 1, "the file is empty; it needs a header line");
}

const struct evaluation_data *
aggregator_answers_read(struct base_arena *arena, const char *file, struct base_text text,
                        const char *const *wanted, size_t wanted_count, struct answers_watch *watch,
                        struct aggregator_problems *problems)
{
    size_t before = problems->count;
    struct evaluation_builder *builder = evaluation_builder_new(arena);
    /* "@" is no question, but says that not every question is wanted. */
    evaluation_builder_want(builder, "@");
    for (size_t i = 0; i < wanted_count; i++)
        evaluation_builder_want(builder, wanted[i]);
    const char *objection = aggregator_file_objection(text);
    if (objection == NULL)
        read_rows(&(struct rows){builder, watch, file, problems}, text);
    else
        aggregator_problem_line(problems, file, 1, "%s", objection);
    /* Also after errors: answers that are doubled are told at the same time. */
    const struct evaluation_data *data;
    struct duplicates duplicates = {file, problems};
    bool is_single = evaluation_builder_finish(builder, &data, on_duplicate, &duplicates);
    return is_single && problems->count == before ? data : NULL;
}
