#include "answers_read.h"

#include <limits.h>

#include "base/csv.h"

#define COLUMNS 6

static const char *const header[COLUMNS] = {"participant", "organisation", "actor_type",
                                            "cycle",       "question",     "value"};

static bool check_header(const struct base_csv_record *record, const char *file,
                         struct aggregator_problems *problems)
{
    bool is_right = record->count == COLUMNS;
    for (size_t i = 0; is_right && i < COLUMNS; i++)
        is_right = base_text_equal_string(record->fields[i], header[i]);
    if (!is_right)
        aggregator_problem_line(problems, file, 1,
                                "the first line must be "
                                "participant,organisation,actor_type,cycle,question,value");
    return is_right;
}

static void add_record(struct evaluation_builder *builder, const struct base_csv_record *record,
                       const char *file, struct aggregator_problems *problems)
{
    int64_t cycle = 0;
    struct base_text cycle_text = base_text_trim(record->fields[3]);
    if (!base_text_integer(cycle_text, &cycle) || cycle < INT_MIN || cycle > INT_MAX)
        aggregator_problem_line(problems, file, record->line,
                                "the cycle must be a whole number such as 1");
    else if (base_text_trim(record->fields[0]).length == 0)
        aggregator_problem_line(problems, file, record->line, "the participant is missing");
    else if (base_text_trim(record->fields[4]).length == 0)
        aggregator_problem_line(problems, file, record->line, "the question is missing");
    else
        evaluation_builder_add(builder, &(struct evaluation_row){
                                            .participant = record->fields[0],
                                            .organisation = record->fields[1],
                                            .actor_type = record->fields[2],
                                            .cycle = (int)cycle,
                                            .question = record->fields[4],
                                            .value = record->fields[5],
                                            .line = (uint32_t)record->line,
                                        });
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

const struct evaluation_data *aggregator_answers_read(struct base_arena *arena, const char *file,
                                                      struct base_text text,
                                                      const char *const *wanted,
                                                      size_t wanted_count,
                                                      struct aggregator_problems *problems)
{
    size_t before = problems->count;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_builder *builder = evaluation_builder_new(arena);
    /* "@" is no question, but says that not every question is wanted. */
    evaluation_builder_want(builder, "@");
    for (size_t i = 0; i < wanted_count; i++)
        evaluation_builder_want(builder, wanted[i]);
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    base_csv_reader_init(&reader, scratch, text, ',', &base_csv_limits_data);
    enum base_status status;
    bool is_first = true;
    while ((status = base_csv_next(&reader, &record, &error)) == STATUS_OK && record.count > 0) {
        if (is_first && !check_header(&record, file, problems))
            return NULL;
        if (!is_first)
            add_record(builder, &record, file, problems);
        is_first = false;
    }
    if (status != STATUS_OK)
        aggregator_problem_line(problems, file, error.line, "%s", error.message);
    else if (is_first)
        aggregator_problem_line(problems, file, 1, "the file is empty; it needs a header line");
    if (problems->count > before)
        return NULL;
    const struct evaluation_data *data;
    struct duplicates duplicates = {file, problems};
    return evaluation_builder_finish(builder, &data, on_duplicate, &duplicates) ? data : NULL;
}
