#include "source.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "file.h"

/* Parses one document of the catalogue. */
static enum base_status parse(struct base_arena *arena, const char *name, struct base_text text,
                              struct json_object **ret_root, struct base_failure *reterr)
{
    struct base_json_error error;
    enum base_status status =
        base_json_parse(arena, text, &base_json_limits_file, ret_root, &error);
    if (status == STATUS_OK)
        return STATUS_OK;
    return base_failure_set(reterr, status, "%s:%zu: %s", name, error.line, error.message);
}

static enum base_status parse_programme(struct base_arena *arena, const char *name,
                                        struct base_text text, struct survey_problems *problems,
                                        struct source *source, struct base_failure *reterr)
{
    struct json_object *root;
    enum base_status status = parse(arena, name, text, &root, reterr);
    if (status != STATUS_OK)
        return status;
    status = survey_programme_parse(arena, name, root, problems, &source->programme);
    if (status == STATUS_OK)
        return STATUS_OK;
    return base_failure_set(reterr, status, "%s is not valid", name);
}

static enum base_status parse_questionnaire(struct base_arena *arena, const char *name,
                                            struct base_text text, const struct source *source,
                                            struct survey_problems *problems,
                                            struct source_questionnaire *entry,
                                            struct base_failure *reterr)
{
    struct json_object *root;
    enum base_status status = parse(arena, name, text, &root, reterr);
    if (status != STATUS_OK)
        return status;
    status = survey_questionnaire_parse(arena, name, root, source->programme, entry->cycle,
                                        problems, &entry->questionnaire);
    if (status == STATUS_OK)
        return STATUS_OK;
    return base_failure_set(reterr, status, "%s is not valid", name);
}

static void print_errors(struct base_arena *arena, const struct survey_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (!problems->list[i].warning)
            fprintf(stderr, "%s\n", survey_problem_line(arena, &problems->list[i]));
}

/* A folder while it is read: everything that is wrong with it is told at once. */
struct folder_reading {
    struct base_arena *arena;
    const char *path;
    struct survey_problems *problems;
    struct source *source;
    enum base_status status; /* of the first file that was wrong */
};

static void take_status(struct folder_reading *reading, enum base_status status)
{
    if (reading->status == STATUS_OK)
        reading->status = status;
}

/* Reads one JSON file; NULL, with a problem, if that cannot be done. */
static struct json_object *read_json(struct folder_reading *reading, const char *path)
{
    struct base_text text;
    struct base_failure failure;
    struct base_json_error error;
    struct json_object *root = NULL;
    enum base_status status =
        aggregator_file_read(reading->arena, path, base_json_limits_file.bytes, &text, &failure);
    if (status != STATUS_OK) {
        /* The text begins with the path, as the line of a problem does anyway. */
        size_t prefix = strlen(path) + strlen(": ");
        survey_problem_error(reading->problems, path, "", "unreadable", "%s",
                             strlen(failure.text) > prefix ? failure.text + prefix
                                                           : base_status_text(status));
        take_status(reading, status);
        return NULL;
    }
    status = base_json_parse(reading->arena, text, &base_json_limits_file, &root, &error);
    if (status != STATUS_OK) {
        survey_problem_error(reading->problems, path, "", "not_json", "line %zu, column %zu: %s",
                             error.line, error.column, error.message);
        take_status(reading, status);
    }
    return status == STATUS_OK ? root : NULL;
}

static void read_questionnaires(struct folder_reading *reading)
{
    const struct survey_programme *programme = reading->source->programme;
    struct source_questionnaire *list =
        base_arena_array(reading->arena, struct source_questionnaire, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        const struct survey_cycle *cycle = &programme->cycles[i];
        list[i] = (struct source_questionnaire){.cycle = cycle->cycle, .version = 1};
        /* Of a programme with errors a cycle may lack its file, which is among the errors. */
        if (cycle->survey_file == NULL)
            continue;
        const char *path =
            base_arena_format(reading->arena, "%s/%s", reading->path, cycle->survey_file);
        struct json_object *root = read_json(reading, path);
        if (root != NULL)
            take_status(reading, survey_questionnaire_parse(reading->arena, path, root, programme,
                                                            cycle->cycle, reading->problems,
                                                            &list[i].questionnaire));
    }
    reading->source->questionnaires = list;
    reading->source->count = programme->cycle_count;
}

static enum base_status read_folder(struct folder_reading *reading, struct base_failure *reterr)
{
    const char *path = base_arena_format(reading->arena, "%s/programme.json", reading->path);
    struct json_object *root = read_json(reading, path);
    if (root != NULL)
        take_status(reading, survey_programme_parse(reading->arena, path, root, reading->problems,
                                                    &reading->source->programme));
    if (reading->source->programme != NULL)
        read_questionnaires(reading);
    return reading->status == STATUS_OK
               ? STATUS_OK
               : base_failure_set(reterr, reading->status, "%s: the programme is not valid",
                                  reading->path);
}

enum base_status source_from_folder(struct base_arena *arena, const char *folder,
                                    struct source *ret_source, struct base_failure *reterr)
{
    struct survey_problems problems;
    struct source source = {0};
    struct folder_reading reading = {
        .arena = arena, .path = folder, .problems = &problems, .source = &source};
    survey_problems_init(&problems, arena);
    enum base_status status = read_folder(&reading, reterr);
    print_errors(arena, &problems);
    if (status == STATUS_OK)
        *ret_source = source;
    return status;
}

enum base_status source_from_catalogue(struct base_arena *arena,
                                       const struct store_catalogue_programme *stored,
                                       struct source *ret_source, struct base_failure *reterr)
{
    struct survey_problems problems;
    struct source source = {0};
    survey_problems_init(&problems, arena);
    enum base_status status =
        parse_programme(arena, stored->programme, stored->document, &problems, &source, reterr);
    struct source_questionnaire *list =
        base_arena_array(arena, struct source_questionnaire, stored->questionnaire_count);
    for (size_t i = 0; status == STATUS_OK && i < stored->questionnaire_count; i++) {
        const struct store_catalogue_questionnaire *entry = &stored->questionnaires[i];
        const char *name = base_arena_format(arena, "%s, cycle %d, version %d", stored->programme,
                                             entry->cycle, entry->version);
        list[i] = (struct source_questionnaire){.cycle = entry->cycle, .version = entry->version};
        status =
            parse_questionnaire(arena, name, entry->document, &source, &problems, &list[i], reterr);
    }
    print_errors(arena, &problems);
    source.questionnaires = list;
    source.count = stored->questionnaire_count;
    if (status == STATUS_OK)
        *ret_source = source;
    return status;
}

const struct survey_questionnaire *source_current(const struct source *source, int cycle)
{
    const struct survey_questionnaire *newest = NULL;
    for (size_t i = 0; i < source->count; i++)
        if (source->questionnaires[i].cycle == cycle)
            newest = source->questionnaires[i].questionnaire;
    return newest;
}

const struct survey_questionnaire *source_version(const struct source *source, int cycle,
                                                  int version)
{
    for (size_t i = 0; i < source->count; i++)
        if (source->questionnaires[i].cycle == cycle &&
            source->questionnaires[i].version == version)
            return source->questionnaires[i].questionnaire;
    return NULL;
}
