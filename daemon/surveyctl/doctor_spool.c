#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "doctor.h"
#include "spool/inspect.h"
#include "store/health.h"

struct examination {
    struct doctor *doctor;
    size_t pending, unopened, known, asked, damaged, refused;
};

/* The receipt is the record's id; of the rest only the programme is looked at. */
static void ask_database(struct examination *examination, const struct spool_record *record)
{
    struct doctor *doctor = examination->doctor;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *json = NULL;
    struct base_json_error error;
    struct base_failure failure;
    bool is_known = false;

    if (!doctor->has_database ||
        base_json_parse(arena, record->text, &base_json_limits_file, &json, &error) != STATUS_OK)
        return;
    struct base_text programme = base_json_text(base_json_get(json, "programme"));
    if (programme.data != NULL &&
        store_receipt_is_known(doctor->surveyctl->session,
                               base_arena_copy(arena, programme.data, programme.length), record->id,
                               &is_known, &failure) == STATUS_OK) {
        examination->asked++;
        examination->known += is_known;
    }
}

static enum base_status take_entry(const struct spool_entry *entry, void *context,
                                   struct base_failure *reterr)
{
    struct examination *examination = context;

    (void)reterr;
    examination->pending += entry->kind == SPOOL_ENTRY_PENDING;
    examination->damaged += entry->kind == SPOOL_ENTRY_DAMAGED;
    examination->refused += entry->kind == SPOOL_ENTRY_REFUSED;
    if (entry->kind == SPOOL_ENTRY_PENDING && !entry->is_open)
        examination->unopened++;
    else if (entry->kind == SPOOL_ENTRY_PENDING)
        ask_database(examination, &entry->record);
    return STATUS_OK;
}

static void tell(const struct examination *found)
{
    struct doctor *doctor = found->doctor;

    if (found->unopened > 0)
        doctor_say(doctor, DOCTOR_FAIL, "spool",
                   "%zu records do not open under its key; bring the key back with which they "
                   "were kept",
                   found->unopened);
    if (found->damaged > 0)
        doctor_say(doctor, DOCTOR_FAIL, "spool",
                   "%zu damaged stretches; surveyctl spool list names them, and the disk wants "
                   "looking at",
                   found->damaged);
    if (found->refused > 0)
        doctor_say(doctor, DOCTOR_WARN, "spool",
                   "%zu records that the database did not take; surveyctl spool list says why",
                   found->refused);
    if (found->asked > found->known)
        doctor_say(doctor, DOCTOR_WARN, "spool",
                   "this disk has the only copy of %zu submissions; surveyd stores them when it "
                   "runs and reaches the database",
                   found->asked - found->known);
    else if (found->pending > 0)
        doctor_say(doctor, DOCTOR_OK, "spool", "%zu records in its files, %zu of them stored since",
                   found->pending, found->known);
    else
        doctor_say(doctor, DOCTOR_OK, "spool", "nothing waits in it");
}

void doctor_spool(struct doctor *doctor)
{
    struct surveyctl *surveyctl = doctor->surveyctl;
    const struct base_config *config = surveyctl->config;
    struct examination examination = {.doctor = doctor};
    struct base_failure failure = {.text = ""};
    struct base_key key;

    if (strcmp(config->spool_spool, "off") == 0) {
        doctor_say(doctor, DOCTOR_OK, "spool",
                   "is off: participants wait while the database is "
                   "away");
        return;
    }
    if (base_key_file_read(base_config_spool_key_path(surveyctl->arena, config), &key, &failure) !=
        STATUS_OK) {
        doctor_say(doctor, DOCTOR_FAIL, "spool", "%s; surveyctl spool key makes it", failure.text);
        return;
    }
    if (access(config->spool_directory, R_OK | X_OK) != 0)
        doctor_say(doctor, errno == ENOENT ? DOCTOR_OK : DOCTOR_WARN, "spool",
                   errno == ENOENT ? "%s is not there yet: nothing was ever kept"
                                   : "%s cannot be looked into by this user; as root, surveyctl "
                                     "spool list can",
                   config->spool_directory);
    else if (spool_inspect(config->spool_directory, &key, take_entry, &examination, &failure) !=
             STATUS_OK)
        doctor_say(doctor, DOCTOR_FAIL, "spool", "%s", failure.text);
    else
        tell(&examination);
    explicit_bzero(&key, sizeof(key));
}
