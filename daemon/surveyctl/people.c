#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "file.h"

/* One reading of the file. */
struct reading {
    struct base_arena *arena;
    const char *file;
    const struct survey_programme *programme;
    struct survey_problems *problems;
    int key_column;
    int organisation_column;
    struct people *people;
    struct person *list; /* = people->list, to be filled */
    size_t capacity;
};

#define line_error(reading, line, code, format, ...)                                               \
    survey_problem_error((reading)->problems, (reading)->file, "", code, "line %zu: " format,      \
                         line, __VA_ARGS__)

/* Semicolons if the header has them and no comma. */
static char find_separator(struct base_text text)
{
    struct base_text header;

    (void)base_text_split(text, '\n', &header);
    bool comma = memchr(header.data, ',', header.length) != NULL;
    bool semicolon = memchr(header.data, ';', header.length) != NULL;
    return semicolon && !comma ? ';' : ',';
}

/* False if the columns cannot be told apart: then nothing below them means anything. */
static bool read_header(struct reading *reading, const struct base_csv_record *record)
{
    struct people *people = reading->people;
    size_t errors = reading->problems->error_count;
    struct base_text *names = base_arena_array(reading->arena, struct base_text, record->count);

    reading->key_column = reading->organisation_column = -1;
    for (size_t i = 0; i < record->count; i++) {
        struct base_text name = record->fields[i];
        for (size_t j = 0; j < i; j++) {
            if (base_text_equal(name, record->fields[j]))
                line_error(reading, record->line, "duplicate", "the column \"%.*s\" comes twice",
                           (int)name.length, name.data);
        }
        if (base_text_equal_string(name, "key"))
            reading->key_column = (int)i;
        else if (base_text_equal_string(name, "organisation"))
            reading->organisation_column = (int)i;
        else if (base_text_equal_string(name, "link"))
            line_error(reading, record->line, "reserved",
                       "the column \"%s\" is made by invite; remove or rename it", "link");
        else
            names[people->other_count++] = name;
    }
    people->other_names = names;
    if (reading->key_column < 0)
        line_error(reading, record->line, "missing",
                   "there is no column \"%s\"; the first line "
                   "must name the columns key and organisation",
                   "key");
    if (reading->organisation_column < 0)
        line_error(reading, record->line, "missing",
                   "there is no column \"%s\"; the first line "
                   "must name the columns key and organisation",
                   "organisation");
    return reading->problems->error_count == errors;
}

static bool check_key(struct reading *reading, size_t line, struct base_text key)
{
    if (key.length == 0) {
        line_error(reading, line, "missing",
                   "the key is empty; give every person a %s of their own", "key");
        return false;
    }
    if (key.length > PEOPLE_KEY_BYTES_MAX) {
        line_error(reading, line, "too_long", "the key is longer than %d bytes",
                   PEOPLE_KEY_BYTES_MAX);
        return false;
    }
    if (!base_text_equal(key, base_text_trim(key))) {
        line_error(reading, line, "blank",
                   "the key \"%.*s\" begins or ends with a blank; "
                   "remove it",
                   (int)key.length, key.data);
        return false;
    }
    for (size_t i = 0; i < key.length; i++) {
        if ((unsigned char)key.data[i] < 0x20 || key.data[i] == 0x7f) {
            line_error(reading, line, "control", "the key holds a control character (at byte %zu)",
                       i + 1);
            return false;
        }
    }
    return true;
}

static bool find_organisation(struct reading *reading, size_t line, struct base_text value,
                              const struct survey_organisation **ret_organisation)
{
    *ret_organisation = NULL;
    if (value.length == 0) {
        survey_problem_warning(reading->problems, reading->file, "", "no_organisation",
                               "line %zu: no organisation; the answers will not count in figures "
                               "by organisation or actor type",
                               line);
        return true;
    }
    *ret_organisation = survey_programme_organisation(reading->programme, value);
    if (*ret_organisation == NULL)
        line_error(reading, line, "unknown_value",
                   "there is no organisation \"%.*s\" in programme.json; use one of its values",
                   (int)value.length, value.data);
    return *ret_organisation != NULL;
}

static void read_person(struct reading *reading, const struct base_csv_record *record)
{
    struct people *people = reading->people;
    struct person person = {.line = record->line, .key = record->fields[reading->key_column]};
    bool good = check_key(reading, record->line, person.key);

    good = find_organisation(reading, record->line, record->fields[reading->organisation_column],
                             &person.organisation) &&
           good;
    if (!good)
        return;
    struct base_text *others =
        base_arena_array(reading->arena, struct base_text, people->other_count);
    size_t used = 0;
    for (size_t i = 0; i < record->count; i++) {
        if ((int)i != reading->key_column && (int)i != reading->organisation_column)
            others[used++] = record->fields[i];
    }
    person.others = others;
    if (people->count == reading->capacity) {
        size_t capacity = reading->capacity == 0 ? 64 : 2 * reading->capacity;
        struct person *list = base_arena_array(reading->arena, struct person, capacity);
        if (people->count > 0)
            memcpy(list, reading->list, people->count * sizeof(*list));
        reading->list = list;
        reading->capacity = capacity;
        people->list = list;
    }
    reading->list[people->count++] = person;
}

static int compare_keys(const void *left, const void *right)
{
    const struct person *a = *(const struct person *const *)left;
    const struct person *b = *(const struct person *const *)right;
    size_t shorter = a->key.length < b->key.length ? a->key.length : b->key.length;
    int order = memcmp(a->key.data, b->key.data, shorter);

    if (order == 0 && a->key.length != b->key.length)
        order = a->key.length < b->key.length ? -1 : 1;
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    return order;
}

static void check_unique(struct reading *reading)
{
    const struct people *people = reading->people;
    const struct person **sorted =
        base_arena_array(reading->arena, const struct person *, people->count);

    for (size_t i = 0; i < people->count; i++)
        sorted[i] = &people->list[i];
    if (people->count > 1)
        qsort(sorted, people->count, sizeof(*sorted), compare_keys);
    for (size_t i = 1; i < people->count; i++) {
        if (base_text_equal(sorted[i]->key, sorted[i - 1]->key))
            line_error(reading, sorted[i]->line, "duplicate",
                       "the key \"%.*s\" is on line %zu already; every person needs a key of "
                       "their own",
                       (int)sorted[i]->key.length, sorted[i]->key.data, sorted[i - 1]->line);
    }
}

static void report_line(struct reading *reading, const struct base_csv_error *error)
{
    if (error->field > 0)
        line_error(reading, error->line, "not_csv", "field %zu: %s", error->field, error->message);
    else
        line_error(reading, error->line, "not_csv", "%s", error->message);
}

void people_parse(struct base_arena *arena, struct base_text text, const char *file,
                  const struct survey_programme *programme, struct survey_problems *problems,
                  struct people *ret_people)
{
    struct reading reading = {.arena = arena,
                              .file = file,
                              .programme = programme,
                              .problems = problems,
                              .people = ret_people};
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    bool header = true;

    size_t errors = problems->error_count;
    *ret_people = (struct people){0};
    base_csv_reader_init(&reader, arena, text, find_separator(text), &base_csv_limits_table);
    for (;;) {
        if (base_csv_next(&reader, &record, &error) != STATUS_OK) {
            report_line(&reading, &error);
            if (header || !base_csv_skip(&reader))
                break;
            continue;
        }
        if (record.count == 0)
            break;
        if (header && !read_header(&reading, &record))
            return;
        if (!header)
            read_person(&reading, &record);
        header = false;
    }
    if (header && problems->error_count == errors)
        line_error(&reading, (size_t)1, "empty", "the file is empty; its first line must be %s",
                   "key,organisation");
    else if (ret_people->count == 0 && problems->error_count == errors)
        survey_problem_warning(problems, file, "", "empty", "there is nobody in the file");
    check_unique(&reading);
}

void people_read(struct base_arena *arena, const char *path, const char *file,
                 const struct survey_programme *programme, struct survey_problems *problems,
                 struct people *ret_people)
{
    struct base_failure failure;
    struct base_text text;

    *ret_people = (struct people){0};
    if (file_read_whole(arena, path, base_csv_limits_table.bytes, &text, &failure) != STATUS_OK)
        survey_problem_error(problems, file, "", "unreadable", "%s", failure.text);
    else
        people_parse(arena, text, file, programme, problems, ret_people);
}
