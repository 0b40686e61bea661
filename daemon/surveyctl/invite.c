/* surveyctl invite: personal links for the people of people.csv. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "file.h"
#include "folder.h"
#include "pages/qr.h"
#include "pending.h"
#include "people.h"
#include "store/participation.h"
#include "surveyctl.h"
#include "table.h"

/* What one call works on. */
struct invite {
    struct surveyctl *surveyctl;
    const char *participants;
    const char *output;
    const char *qr_folder; /* NULL: no codes */
    const char *base_url;
    int64_t pending; /* the cycle; 0: everybody */
    bool include_closed;
    const struct store_programme_summary *summary;
    const struct survey_programme *programme;
    const struct base_programme_keys *keys;
    struct people people;
};

static enum base_status parse_call(struct invite *invite, const char **ret_name, bool *ret_go_on,
                                   struct base_failure *reterr)
{
    const struct base_option options[] = {
        BASE_OPTION_TEXT("participants", "FILE", &invite->participants,
                         "people.csv: the columns key and organisation, and any others."),
        BASE_OPTION_TEXT("base-url", "URL", &invite->base_url,
                         "The address that participants see. Left out: server.public-url."),
        BASE_OPTION_TEXT("output", "FILE", &invite->output,
                         "Where the links go, as CSV that only you can read."),
        BASE_OPTION_TEXT("qr", "DIR", &invite->qr_folder,
                         "Also write a QR code per person, as SVG, to this folder."),
        BASE_OPTION_WHOLE("pending", "CYCLE", &invite->pending, 1, SURVEY_CYCLES_MAX,
                          "Only those who have not answered in this cycle; invites nobody."),
        BASE_OPTION_FLAG("include-closed", &invite->include_closed,
                         "Record the invitation for cycles that have closed as well."),
    };
    enum base_status status;

    *ret_go_on = surveyctl_parse(invite->surveyctl, options, sizeof(options) / sizeof(options[0]),
                                 ret_name, &status, reterr);
    if (!*ret_go_on)
        return status;
    status = surveyctl_require(invite->participants, "--participants FILE", reterr);
    if (status == STATUS_OK)
        status = surveyctl_require(invite->output, "--output FILE", reterr);
    if (status == STATUS_OK && file_is_same(invite->participants, invite->output))
        status = base_failure_set(reterr, STATUS_USAGE,
                                  "--output would overwrite the participants; name another file");
    if (status == STATUS_OK)
        status = surveyctl_base_url(invite->surveyctl, invite->base_url, &invite->base_url, reterr);
    return status;
}

static enum base_status read_people(struct invite *invite, struct base_failure *reterr)
{
    struct survey_problems problems;

    survey_problems_init(&problems, invite->surveyctl->arena);
    people_read(invite->surveyctl->arena, invite->participants, invite->participants,
                invite->programme, &problems, &invite->people);
    folder_print_problems(stderr, &problems);
    if (problems.error_count > 0)
        return base_failure_set(reterr, STATUS_INVALID, "%s has %zu %s; nothing was done",
                                invite->participants, problems.error_count,
                                problems.error_count == 1 ? "error" : "errors");
    return STATUS_OK;
}

static int first_cycle(const struct person *person)
{
    return person->organisation != NULL ? person->organisation->from_cycle : 1;
}

static bool takes_invitations(const struct invite *invite, const struct store_cycle_summary *cycle)
{
    switch (cycle->state) {
    case STORE_CYCLE_UPCOMING:
    case STORE_CYCLE_OPEN:
        return true;
    case STORE_CYCLE_CLOSED:
        return invite->include_closed;
    case STORE_CYCLE_SEALED:
        break;
    }
    return false;
}

/* The rows of one person: under a pseudonym, with what the figures are broken down by. */
static enum base_status add_person(const struct invite *invite, const struct person *person,
                                   struct store_invitation *list, size_t *count,
                                   struct base_failure *reterr)
{
    const struct survey_organisation *organisation = person->organisation;
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];

    base_token_locator(invite->keys, person->key, locator);
    for (size_t i = 0; i < invite->summary->cycle_count; i++) {
        const struct store_cycle_summary *cycle = &invite->summary->cycles[i];
        if (cycle->cycle < first_cycle(person) || !takes_invitations(invite, cycle))
            continue;
        const struct base_key *linkage = base_programme_keys_linkage(invite->keys, cycle->cycle);
        if (linkage == NULL)
            return base_failure_set(reterr, STATUS_CONFIG,
                                    "the linkage key of cycle %d is missing in %s; restore it from "
                                    "the host on which the programme was first imported",
                                    cycle->cycle, invite->surveyctl->config->keys_directory);
        struct store_invitation *invitation = &list[(*count)++];
        *invitation = (struct store_invitation){
            .cycle = cycle->cycle,
            .organisation = organisation != NULL ? organisation->value : NULL,
            .actor_type = organisation != NULL
                              ? invite->programme->actor_types[organisation->actor_type].value
                              : NULL,
        };
        base_token_pseudonym(linkage, invite->programme->programme, locator,
                             invitation->respondent);
    }
    return STATUS_OK;
}

static enum base_status store_invitations(const struct invite *invite, size_t *ret_created,
                                          struct base_failure *reterr)
{
    struct store_invitation *list =
        base_arena_array(invite->surveyctl->arena, struct store_invitation,
                         invite->people.count * invite->summary->cycle_count);
    enum base_status status = STATUS_OK;
    size_t count = 0;

    for (size_t i = 0; i < invite->people.count && status == STATUS_OK; i++)
        status = add_person(invite, &invite->people.list[i], list, &count, reterr);
    if (status != STATUS_OK)
        return status;
    if (count == 0 && invite->people.count > 0)
        fprintf(stderr, "surveyctl: warning: no cycle is open or still to come, so nobody counts "
                        "as invited; the links are written all the same\n");
    *ret_created = 0;
    if (count == 0)
        return STATUS_OK;
    return store_participation_invite(invite->surveyctl->session, invite->programme->programme,
                                      list, count, ret_created, reterr);
}

static const char *link_of(const struct invite *invite, struct base_arena *arena,
                           const struct person *person)
{
    return base_arena_format(arena, "%s/p/%s/%s", invite->base_url, invite->programme->programme,
                             base_token_personal(arena, invite->keys, person->key));
}

static enum base_status write_links(const struct invite *invite, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct people *people = &invite->people;
    struct base_text *fields = base_arena_array(arena, struct base_text, 3 + people->other_count);
    struct base_buffer csv;

    base_buffer_init(&csv, arena);
    fields[0] = BASE_TEXT("key");
    fields[1] = BASE_TEXT("organisation");
    fields[2] = BASE_TEXT("link");
    for (size_t i = 0; i < people->other_count; i++)
        fields[3 + i] = people->other_names[i];
    base_csv_add_record(&csv, fields, 3 + people->other_count);
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->list[i];
        fields[0] = person->key;
        fields[1] = base_text_of(person->organisation != NULL ? person->organisation->value : "");
        fields[2] = base_text_of(link_of(invite, arena, person));
        for (size_t j = 0; j < people->other_count; j++)
            fields[3 + j] = person->others[j];
        base_csv_add_record(&csv, fields, 3 + people->other_count);
    }
    return file_write_private(invite->output, base_buffer_view(&csv), reterr);
}

/* "qr/007-p07.svg": the number keeps names apart that differ only in what is replaced. */
static const char *qr_path(const struct invite *invite, struct base_arena *arena, size_t index)
{
    struct base_text key = base_text_cut(invite->people.list[index].key, 40);
    char *name = base_arena_copy(arena, key.data, key.length);

    for (char *at = name; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || *at == '-';
        if (!plain)
            *at = '_';
    }
    return base_arena_format(arena, "%s/%03zu-%s.svg", invite->qr_folder, index + 1, name);
}

static enum base_status write_qr_codes(const struct invite *invite, struct base_failure *reterr)
{
    enum base_status status = file_make_folder(invite->qr_folder, reterr);

    for (size_t i = 0; i < invite->people.count && status == STATUS_OK; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct person *person = &invite->people.list[i];
        const char *caption = base_arena_copy(arena, person->key.data, person->key.length);
        struct base_text svg;
        status = pages_qr_svg(arena, link_of(invite, arena, person), caption, &svg, reterr);
        if (status == STATUS_OK)
            status = file_write_private(qr_path(invite, arena, i), svg, reterr);
        progress_show("QR codes", i + 1, invite->people.count);
    }
    return status;
}

/* Leaves in `people` those who have not answered yet. */
static enum base_status keep_pending(struct invite *invite, struct base_failure *reterr)
{
    struct pending pending;
    enum base_status status =
        pending_read(invite->surveyctl, invite->summary, (int)invite->pending, &pending, reterr);

    if (status != STATUS_OK)
        return status;
    const struct base_key *linkage =
        base_programme_keys_linkage(invite->keys, (int)invite->pending);
    if (linkage == NULL)
        return base_failure_set(reterr, STATUS_CLOSED,
                                "the linkage key of cycle %" PRId64 " is gone, so who has answered "
                                "cannot be told any more",
                                invite->pending);
    struct person *kept =
        base_arena_array(invite->surveyctl->arena, struct person, invite->people.count);
    size_t count = 0;
    for (size_t i = 0; i < invite->people.count; i++) {
        const struct person *person = &invite->people.list[i];
        uint8_t locator[BASE_TOKEN_LOCATOR_BYTES];
        uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES];
        base_token_locator(invite->keys, person->key, locator);
        base_token_pseudonym(linkage, invite->programme->programme, locator, respondent);
        if (first_cycle(person) <= invite->pending && !pending_has_answered(&pending, respondent))
            kept[count++] = *person;
    }
    invite->people.list = kept;
    invite->people.count = count;
    return STATUS_OK;
}

static enum base_status write_files(const struct invite *invite, struct base_failure *reterr)
{
    enum base_status status = write_links(invite, reterr);

    if (status == STATUS_OK && invite->qr_folder != NULL)
        status = write_qr_codes(invite, reterr);
    return status;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    struct invite invite = {.surveyctl = surveyctl};
    const char *name = NULL;
    bool go_on = false;
    size_t created = 0;
    enum base_status status = parse_call(&invite, &name, &go_on, reterr);

    if (status != STATUS_OK || !go_on)
        return status;
    status = surveyctl_find_programme(surveyctl, name, &invite.summary, &invite.programme, reterr);
    if (status == STATUS_OK)
        status = surveyctl_find_keys(surveyctl, name, &invite.keys, reterr);
    if (status == STATUS_OK)
        status = read_people(&invite, reterr);
    if (status == STATUS_OK)
        status = invite.pending > 0 ? keep_pending(&invite, reterr)
                                    : store_invitations(&invite, &created, reterr);
    if (status == STATUS_OK)
        status = write_files(&invite, reterr);
    if (status != STATUS_OK)
        return status;
    if (invite.pending > 0)
        printf("%zu %s not answered in cycle %" PRId64 "; their links are in %s\n",
               invite.people.count, invite.people.count == 1 ? "person has" : "people have",
               invite.pending, invite.output);
    else
        printf("wrote %zu links to %s; %zu new invitations\n", invite.people.count, invite.output,
               created);
    if (invite.qr_folder != NULL)
        printf("wrote %zu QR codes to %s\n", invite.people.count, invite.qr_folder);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_invite = {
    .words = "invite",
    .operands = "PROGRAMME",
    .summary = "Make the personal links of people.csv.",
    .details = "Everybody is invited to every cycle from their organisation's first one on\n"
               "that has not closed. One link serves all cycles; the same key gives the same\n"
               "link, so run it again whenever people.csv has grown. The database gets\n"
               "pseudonyms and organisations: no name, no key, no other column. Treat the\n"
               "output like a list of passwords.",
    .example = "  surveyctl invite competence-provision --participants people.csv \\\n"
               "      --base-url https://survey.example.org --output links.csv --qr qr-codes\n"
               "  surveyctl invite competence-provision --participants people.csv --pending 2 \\\n"
               "      --base-url https://survey.example.org --output reminder.csv",
    .run = run,
};
