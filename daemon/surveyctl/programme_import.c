/* surveyctl programme import: checks a folder and stores what it holds. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "folder.h"
#include "surveyctl.h"

static const char *linkage_name(enum survey_linkage linkage)
{
    return linkage == SURVEY_LINKAGE_SURVEY ? "survey" : "programme";
}

/* The part of the import that the database gets. */
static struct store_import make_import(struct base_arena *arena, const struct folder *folder)
{
    const struct survey_programme *programme = folder->programme;
    struct store_import_cycle *cycles =
        base_arena_array(arena, struct store_import_cycle, programme->cycle_count);

    for (size_t i = 0; i < programme->cycle_count; i++) {
        const struct folder_survey *survey = &folder->surveys[i];
        struct json_object *columns = base_json_own(
            arena, survey_questionnaire_columns_json(survey->questionnaire, programme));
        cycles[i] = (struct store_import_cycle){
            .cycle = programme->cycles[i].cycle,
            .opens = programme->cycles[i].opens,
            .closes = programme->cycles[i].closes,
            .document = survey->document,
            .columns = base_json_write(arena, columns),
        };
        base_key_sha256(base_json_canonical(arena, survey->root), cycles[i].digest);
    }
    return (struct store_import){
        .programme = programme->programme,
        .document = folder->document,
        .timezone = programme->timezone,
        .minimum_group_size = programme->minimum_group_size,
        .linkage = linkage_name(programme->linkage),
        .cycle_count = programme->cycle_count,
        .cycles = cycles,
    };
}

/* New keys for a programme that people already have links of would break those links. */
static enum base_status refuse_second_keys(struct surveyctl *surveyctl, const char *programme,
                                           struct base_failure *reterr)
{
    const struct base_programme_keys *keys;
    const struct store_programme_summary *summary;
    struct base_failure missing;
    size_t count = 0;

    enum base_status status = surveyctl_find_keys(surveyctl, programme, &keys, &missing);
    if (status == STATUS_OK)
        return STATUS_OK;
    if (status != STATUS_NOT_FOUND) {
        *reterr = missing;
        return status;
    }
    status = store_programme_list(surveyctl->session, programme, surveyctl->arena, &summary, &count,
                                  reterr);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    int64_t known = 0;
    for (size_t i = 0; status == STATUS_OK && i < summary->cycle_count; i++)
        known += summary->cycles[i].invited + summary->cycles[i].personal_responses +
                 summary->cycles[i].open_responses;
    if (status == STATUS_OK && known > 0)
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "people have been invited to %s or have answered, but its keys are "
                                "not in %s; new ones would break all links, so restore the folder "
                                "from the host on which it was first imported",
                                programme, surveyctl->config->keys_directory);
    return status;
}

static enum base_status make_keys(struct surveyctl *surveyctl,
                                  const struct survey_programme *programme, size_t *ret_created,
                                  struct base_failure *reterr)
{
    enum base_status status = refuse_second_keys(surveyctl, programme->programme, reterr);
    size_t count = 0;
    int *cycles = base_arena_array(surveyctl->arena, int, programme->cycle_count);

    if (status != STATUS_OK)
        return status;
    if (programme->linkage == SURVEY_LINKAGE_SURVEY) {
        for (; count < programme->cycle_count; count++)
            cycles[count] = programme->cycles[count].cycle;
    }
    return base_keyring_create(surveyctl->config->keys_directory, programme->programme, cycles,
                               count, ret_created, reterr);
}

static void print_result(const struct surveyctl *surveyctl,
                         const struct survey_programme *programme,
                         const struct store_imported_cycle *cycles, bool is_new, size_t key_count)
{
    printf("%s the programme %s\n", is_new ? "imported" : "updated", programme->programme);
    for (size_t i = 0; i < programme->cycle_count; i++)
        printf("  cycle %d: questionnaire version %d (%s)\n", cycles[i].cycle, cycles[i].version,
               cycles[i].is_new_version ? "new" : "unchanged");
    if (key_count > 0)
        printf("made %zu secret keys in %s/%s\n"
               "  Back them up apart from the database: without them the links stop working.\n",
               key_count, surveyctl->config->keys_directory, programme->programme);
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    struct base_arena *arena = surveyctl->arena;
    struct survey_problems problems;
    struct folder folder;
    const char *path;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, &path, &status, reterr))
        return status;
    survey_problems_init(&problems, arena);
    status = folder_read(arena, path, &problems, &folder, reterr);
    folder_print_problems(stderr, &problems);
    if (status == STATUS_INVALID)
        return base_failure_set(reterr, status, "%s: %zu %s; nothing was imported", path,
                                problems.error_count,
                                problems.error_count == 1 ? "error" : "errors");
    if (status == STATUS_OK)
        status = surveyctl_open_session(surveyctl, reterr);
    if (status != STATUS_OK)
        return status;
    size_t key_count = 0;
    bool is_new = false;
    const struct survey_programme *programme = folder.programme;
    struct store_import import = make_import(arena, &folder);
    struct store_imported_cycle *imported =
        base_arena_array(arena, struct store_imported_cycle, programme->cycle_count);
    /* Keys first: a programme in the database whose keys are missing could not be served. */
    status = make_keys(surveyctl, programme, &key_count, reterr);
    if (status == STATUS_OK)
        status = store_programme_import(surveyctl->session, &import, imported, &is_new, reterr);
    if (status == STATUS_OK)
        print_result(surveyctl, programme, imported, is_new, key_count);
    return status;
}

const struct surveyctl_command surveyctl_programme_import = {
    .words = "programme import",
    .operands = "DIR",
    .summary = "Check a programme folder and store it.",
    .details = "Stores the programme in one transaction and makes its secret keys at the first\n"
               "import. Run it again after a change of the folder: a changed questionnaire\n"
               "becomes a new version, and every answer keeps the version it was given to.\n"
               "Names and keys of people.csv are not stored.",
    .example = "  surveyctl programme import competence-provision",
    .run = run,
};
