/* surveyctl spool key and list: what a daemon keeps while the database is away. */
#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "spool/inspect.h"
#include "surveyctl.h"
#include "table.h"

static enum base_status run_key(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status;
    bool created = false;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_read_config(surveyctl, reterr);
    if (status != STATUS_OK)
        return status;
    const char *path = base_config_spool_key_path(surveyctl->arena, surveyctl->config);
    status = base_key_file_create(path, &created, reterr);
    if (status == STATUS_OK)
        printf(created ? "made %s\n" : "%s is there already\n", path);
    return status;
}

const struct surveyctl_command surveyctl_spool_key = {
    .words = "spool key",
    .operands = "",
    .summary = "Make the key of the spool, once.",
    .details = "With it surveyd encrypts the answers that it keeps on its own disk while the\n"
               "database is away. A key that is there is never replaced: what was kept under it\n"
               "could not be read any more.",
    .example = "  surveyctl spool key",
    .run = run_key,
};

struct listing {
    struct table table;
    size_t count;
};

static enum base_status list_entry(const struct spool_entry *entry, void *context,
                                   struct base_failure *reterr)
{
    static const char *const kinds[] = {[SPOOL_ENTRY_PENDING] = "in a file",
                                        [SPOOL_ENTRY_DAMAGED] = "damaged",
                                        [SPOOL_ENTRY_REFUSED] = "refused"};
    struct listing *listing = context;
    struct table *table = &listing->table;

    (void)reterr;
    listing->count++;
    table_row(table);
    table_text(table, 0, entry->file);
    table_number(table, 1, (int64_t)entry->offset);
    table_number(table, 2, (int64_t)entry->length);
    table_text(table, 3, kinds[entry->kind]);
    table_text(table, 4, entry->reason != NULL ? table_plain(table->arena, entry->reason) : "");
    if (entry->is_open)
        table_text(table, 5, base_token_receipt_text(table->arena, entry->record.id));
    return STATUS_OK;
}

static enum base_status run_list(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    static const char *const titles[] = {"FILE", "OFFSET", "BYTES", "KIND", "WHY", "RECEIPT"};
    struct listing listing = {.count = 0};
    enum base_status status;
    struct base_key key;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_read_config(surveyctl, reterr);
    if (status == STATUS_OK)
        status = base_key_file_read(base_config_spool_key_path(surveyctl->arena, surveyctl->config),
                                    &key, reterr);
    if (status != STATUS_OK)
        return status;
    table_init(&listing.table, surveyctl->arena, titles, sizeof(titles) / sizeof(titles[0]));
    status = spool_inspect(surveyctl->config->spool_directory, &key, list_entry, &listing, reterr);
    explicit_bzero(&key, sizeof(key));
    if (status == STATUS_OK && listing.count > 0)
        table_print(&listing.table, stdout);
    else if (status == STATUS_OK)
        fprintf(stderr, "the spool is empty\n");
    return status;
}

const struct surveyctl_command surveyctl_spool_list = {
    .words = "spool list",
    .operands = "",
    .summary = "List what the spool holds, never what was answered.",
    .details = "Also while surveyd runs. What stands in a file may be stored already: a file is\n"
               "deleted when all of it is. damaged: a stretch that nothing could be made of.\n"
               "refused: a record that the database did not take, kept in quarantine/, and why:\n"
               "closed (the cycle was not open when it was accepted), conflict (its id was used\n"
               "before with other answers), rejected (not a valid row), not-understood (another\n"
               "version of surveyd wrote it). Run it as root or surveyd: nobody else may read\n"
               "the folder.",
    .example = "  surveyctl spool list",
    .run = run_list,
};
