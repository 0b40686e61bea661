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

/* What the database holds of the programme; NULL at a first import. */
static enum base_status find_stored(struct surveyctl *surveyctl, const char *programme,
                                    const struct store_programme_summary **ret_summary,
                                    struct base_failure *reterr)
{
    size_t count = 0;
    enum base_status status = store_programme_list(surveyctl->session, programme, surveyctl->arena,
                                                   ret_summary, &count, reterr);

    if (status != STATUS_NOT_FOUND)
        return status;
    *ret_summary = NULL;
    return STATUS_OK;
}

/* New keys for a programme that people already have links of would break those links. */
static enum base_status refuse_second_keys(const struct surveyctl *surveyctl,
                                           const struct store_programme_summary *stored,
                                           struct base_failure *reterr)
{
    int64_t known = 0;

    for (size_t i = 0; i < stored->cycle_count; i++)
        known += stored->cycles[i].invited + stored->cycles[i].personal_responses +
                 stored->cycles[i].open_responses;
    if (known == 0)
        return STATUS_OK;
    return base_failure_set(reterr, STATUS_CONFLICT,
                            "people have been invited to %s or have answered, but its keys are "
                            "not in %s; new ones would break all links, so restore the folder "
                            "from the host on which it was first imported",
                            stored->programme, surveyctl->config->keys_directory);
}

/* A second linkage key would give everybody a second pseudonym; one that was destroyed at the
   sealing must not come back. */
static enum base_status refuse_second_linkage(const struct surveyctl *surveyctl,
                                              const struct store_programme_summary *stored,
                                              const struct base_programme_keys *keys, bool by_cycle,
                                              struct base_failure *reterr)
{
    for (size_t i = 0; i < stored->cycle_count; i++) {
        const struct store_cycle_summary *cycle = &stored->cycles[i];
        bool sealed = cycle->state == STORE_CYCLE_SEALED;
        if (base_programme_keys_linkage(keys, cycle->cycle) != NULL || (sealed && by_cycle))
            continue;
        if (sealed)
            return base_failure_set(reterr, STATUS_CLOSED,
                                    "%s is sealed and cannot be imported again: its linkage key "
                                    "was destroyed",
                                    stored->programme);
        if (cycle->invited + cycle->personal_responses > 0)
            return base_failure_set(reterr, STATUS_CONFLICT,
                                    "people have been invited to cycle %d or have answered, but "
                                    "its linkage key is not in %s/%s; a new one would make them "
                                    "other people, so restore it from the host on which it was "
                                    "made",
                                    cycle->cycle, surveyctl->config->keys_directory,
                                    stored->programme);
    }
    return STATUS_OK;
}

static enum base_status check_keys(struct surveyctl *surveyctl,
                                   const struct store_programme_summary *stored, bool by_cycle,
                                   struct base_failure *reterr)
{
    const struct base_programme_keys *keys;
    struct base_failure missing;
    enum base_status status = surveyctl_find_keys(surveyctl, stored->programme, &keys, &missing);

    if (status == STATUS_OK)
        return refuse_second_linkage(surveyctl, stored, keys, by_cycle, reterr);
    if (status == STATUS_NOT_FOUND)
        return refuse_second_keys(surveyctl, stored, reterr);
    *reterr = missing;
    return status;
}

static bool is_sealed(const struct store_programme_summary *stored, int cycle)
{
    for (size_t i = 0; stored != NULL && i < stored->cycle_count; i++) {
        if (stored->cycles[i].cycle == cycle)
            return stored->cycles[i].state == STORE_CYCLE_SEALED;
    }
    return false;
}

static enum base_status make_keys(struct surveyctl *surveyctl,
                                  const struct survey_programme *programme, size_t *ret_created,
                                  struct base_failure *reterr)
{
    const struct store_programme_summary *stored = NULL;
    bool by_cycle = programme->linkage == SURVEY_LINKAGE_SURVEY;
    size_t count = 0;
    int *cycles = base_arena_array(surveyctl->arena, int, programme->cycle_count);
    enum base_status status = find_stored(surveyctl, programme->programme, &stored, reterr);

    if (status == STATUS_OK && stored != NULL)
        status = check_keys(surveyctl, stored, by_cycle, reterr);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; by_cycle && i < programme->cycle_count; i++) {
        if (!is_sealed(stored, programme->cycles[i].cycle))
            cycles[count++] = programme->cycles[i].cycle;
    }
    if (by_cycle && count == 0) {
        *ret_created = 0;
        return STATUS_OK;
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
