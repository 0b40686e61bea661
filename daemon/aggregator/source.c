#include "source.h"

#include <stdio.h>

#include "base/json.h"
#include "file.h"

/* Parses one JSON file of a folder, or one document of the catalogue. */
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

static enum base_status read_folder(struct base_arena *arena, const char *folder,
                                    struct survey_problems *problems, struct source *source,
                                    struct base_failure *reterr)
{
    struct base_text text;
    const char *path = base_arena_format(arena, "%s/programme.json", folder);
    enum base_status status =
        aggregator_file_read(arena, path, base_json_limits_file.bytes, &text, reterr);
    if (status == STATUS_OK)
        status = parse_programme(arena, "programme.json", text, problems, source, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = source->programme->cycle_count;
    struct source_questionnaire *list = base_arena_array(arena, struct source_questionnaire, count);
    for (size_t i = 0; i < count; i++) {
        const struct survey_cycle *cycle = &source->programme->cycles[i];
        list[i] = (struct source_questionnaire){.cycle = cycle->cycle, .version = 1};
        path = base_arena_format(arena, "%s/%s", folder, cycle->survey_file);
        status = aggregator_file_read(arena, path, base_json_limits_file.bytes, &text, reterr);
        if (status == STATUS_OK)
            status = parse_questionnaire(arena, cycle->survey_file, text, source, problems,
                                         &list[i], reterr);
        if (status != STATUS_OK)
            return status;
    }
    source->questionnaires = list;
    source->count = count;
    return STATUS_OK;
}

enum base_status source_from_folder(struct base_arena *arena, const char *folder,
                                    struct source *ret_source, struct base_failure *reterr)
{
    struct survey_problems problems;
    struct source source = {0};
    survey_problems_init(&problems, arena);
    enum base_status status = read_folder(arena, folder, &problems, &source, reterr);
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
