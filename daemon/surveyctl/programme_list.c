/* surveyctl programme list and show: what is stored, in numbers. */
#include <inttypes.h>
#include <stdio.h>

#include "base/json.h"
#include "surveyctl.h"
#include "table.h"

/* The title of a stored programme in its first language; "" if it cannot be read. */
static const char *stored_title(struct base_arena *arena,
                                const struct store_programme_summary *summary)
{
    struct json_object *root;
    struct base_json_error error;
    struct survey_problems problems;
    const struct survey_programme *programme = NULL;

    survey_problems_init(&problems, arena);
    if (base_json_parse(arena, summary->document, &base_json_limits_file, &root, &error) !=
            STATUS_OK ||
        survey_programme_parse(arena, "", root, &problems, &programme) != STATUS_OK)
        return "";
    return survey_text_in(&programme->title, 0);
}

static const char *open_cycles(struct base_arena *arena,
                               const struct store_programme_summary *summary)
{
    const char *text = "";

    for (size_t i = 0; i < summary->cycle_count; i++) {
        if (summary->cycles[i].state == STORE_CYCLE_OPEN)
            text = base_arena_format(arena, "%s%s%d", text, text[0] != '\0' ? ", " : "",
                                     summary->cycles[i].cycle);
    }
    return text[0] != '\0' ? text : "none";
}

static enum base_status run_list(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    static const char *const titles[] = {"PROGRAMME", "CYCLES",   "OPEN",
                                         "RESPONSES", "IMPORTED", "TITLE"};
    struct base_arena *arena = surveyctl->arena;
    const struct store_programme_summary *programmes;
    struct table table;
    size_t count = 0;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_open_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_programme_list(surveyctl->session, NULL, arena, &programmes, &count, reterr);
    if (status != STATUS_OK)
        return status;
    if (count == 0) {
        fprintf(stderr, "there is no programme yet; surveyctl programme import DIR makes one\n");
        return STATUS_OK;
    }
    table_init(&table, arena, titles, sizeof(titles) / sizeof(titles[0]));
    for (size_t i = 0; i < count; i++) {
        const struct store_programme_summary *summary = &programmes[i];
        int64_t responses = 0;
        for (size_t j = 0; j < summary->cycle_count; j++)
            responses += summary->cycles[j].personal_responses + summary->cycles[j].open_responses;
        table_row(&table);
        table_text(&table, 0, summary->programme);
        table_number(&table, 1, (int64_t)summary->cycle_count);
        table_text(&table, 2, open_cycles(arena, summary));
        table_number(&table, 3, responses);
        table_text(&table, 4, summary->imported);
        table_text(&table, 5, stored_title(arena, summary));
    }
    table_print(&table, stdout);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_programme_list = {
    .words = "programme list",
    .operands = "",
    .summary = "List the programmes of the database.",
    .example = "  surveyctl programme list",
    .run = run_list,
};

static void print_cycles(struct base_arena *arena, const struct store_programme_summary *summary,
                         const struct survey_programme *programme)
{
    static const char *const titles[] = {"CYCLE",   "STATE",    "OPENS", "CLOSES",  "VERSION",
                                         "INVITED", "ANSWERED", "RATE",  "BY WALL", "TITLE"};
    struct table table;

    table_init(&table, arena, titles, sizeof(titles) / sizeof(titles[0]));
    table.right[7] = true;
    for (size_t i = 0; i < summary->cycle_count; i++) {
        const struct store_cycle_summary *cycle = &summary->cycles[i];
        const struct survey_cycle *described = survey_programme_cycle(programme, cycle->cycle);
        table_row(&table);
        table_number(&table, 0, cycle->cycle);
        table_text(&table, 1, store_cycle_state_name(cycle->state));
        table_text(&table, 2, cycle->opens);
        table_text(&table, 3, cycle->closes);
        table_number(&table, 4, cycle->version);
        table_number(&table, 5, cycle->invited);
        table_number(&table, 6, cycle->personal_responses);
        if (cycle->invited > 0)
            table_text(
                &table, 7,
                base_arena_format(arena, "%" PRId64 " %%",
                                  (200 * cycle->personal_responses / cycle->invited + 1) / 2));
        table_number(&table, 8, cycle->open_responses);
        if (described != NULL)
            table_text(&table, 9, survey_text_in(&described->title, 0));
    }
    table_print(&table, stdout);
}

static enum base_status run_show(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const struct store_programme_summary *summary;
    const struct survey_programme *programme;
    const char *name;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, &name, &status, reterr))
        return status;
    status = surveyctl_find_programme(surveyctl, name, &summary, &programme, reterr);
    if (status != STATUS_OK)
        return status;
    printf("%s: %s\n", summary->programme,
           table_plain(surveyctl->arena, survey_text_in(&programme->title, 0)));
    printf("  imported            %s\n", summary->imported);
    printf("  languages          ");
    for (size_t i = 0; i < programme->language_count; i++)
        printf(" %s", programme->languages[i]);
    printf("\n  time zone           %s\n", summary->timezone);
    printf("  organisations       %zu of %zu actor types\n", programme->organisation_count,
           programme->actor_type_count);
    printf("  minimum group size  %d\n", summary->minimum_group_size);
    printf("  linkage             %s\n\n",
           programme->linkage == SURVEY_LINKAGE_SURVEY
               ? "survey: nobody can be followed from cycle to cycle"
               : "programme: answers of a person can be followed over the cycles");
    print_cycles(surveyctl->arena, summary, programme);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_programme_show = {
    .words = "programme show",
    .operands = "PROGRAMME",
    .summary = "Show a programme and how many have answered.",
    .details = "Times are local times of the programme's time zone. ANSWERED counts personal\n"
               "links, BY WALL the answers by the link for the wall.",
    .example = "  surveyctl programme show competence-provision",
    .run = run_show,
};
