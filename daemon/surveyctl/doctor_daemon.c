#include <inttypes.h>

#include "doctor.h"
#include "figures.h"
#include "store/health.h"

static void examine_sums(struct doctor *doctor, struct base_text figures)
{
    int64_t accepted = figures_value(figures, "surveyd_submissions_accepted_total");
    int64_t stored = figures_value(figures, "surveyd_submissions_stored_total");
    int64_t spooled = figures_value(figures, "surveyd_submissions_spooled_total");
    int64_t came = figures_value(figures, "surveyd_spool_recovered_total") +
                   figures_value(figures, "surveyd_spool_spooled_total");
    int64_t pending = figures_value(figures, "surveyd_spool_pending");
    int64_t went = figures_value(figures, "surveyd_spool_settled_total") +
                   figures_value(figures, "surveyd_spool_refused_total") +
                   figures_value(figures, "surveyd_spool_damaged_total");

    if (accepted != stored + spooled || came != went + pending)
        doctor_say(doctor, DOCTOR_FAIL, "figures",
                   "accepted %" PRId64 " is not stored %" PRId64 " + spooled %" PRId64
                   ", or what came to the spool (%" PRId64 ") not what went (%" PRId64
                   ") and waits (%" PRId64 "); this is an error of surveyd: report it",
                   accepted, stored, spooled, came, went, pending);
    else
        doctor_say(doctor, DOCTOR_OK, "figures",
                   "accepted %" PRId64 " = stored %" PRId64 " + spooled %" PRId64
                   "; the spool's add up, %" PRId64 " wait",
                   accepted, stored, spooled, pending);
}

/* Other daemons and earlier ones stored more; sealing, erasing and restoring an older backup leave
   less. So only too few can be told, and only since this daemon started. */
static void compare(struct doctor *doctor, struct base_text figures)
{
    struct base_failure failure;
    int64_t stored = figures_value(figures, "surveyd_submissions_stored_total") +
                     figures_value(figures, "surveyd_submissions_drained_total");
    int64_t receipts = 0;

    if (!doctor->has_database)
        return;
    if (store_receipts_count(doctor->surveyctl->session, &receipts, &failure) != STATUS_OK)
        doctor_say(doctor, DOCTOR_FAIL, "figures", "%s", failure.text);
    else if (receipts < stored)
        doctor_say(doctor, DOCTOR_WARN, "figures",
                   "the database knows %" PRId64 " receipts, surveyd has stored %" PRId64
                   " since it started: right only if something was erased or restored meanwhile",
                   receipts, stored);
    else
        doctor_say(doctor, DOCTOR_OK, "figures",
                   "surveyd has stored %" PRId64 " since it started, the database knows %" PRId64
                   " receipts",
                   stored, receipts);
}

static void examine_state(struct doctor *doctor, struct base_text figures)
{
    if (figures_value(figures, "surveyd_ready") != 1)
        doctor_say(doctor, DOCTOR_FAIL, "daemon", "is not ready; its log says why");
    else if (figures_value(figures, "surveyd_database_reached") != 1)
        doctor_say(doctor, DOCTOR_WARN, "daemon",
                   "does not reach the database; it keeps answers on its own disk");
    else
        doctor_say(doctor, DOCTOR_OK, "daemon", "is ready");
    if (figures_value(figures, "surveyd_spool_full_total") > 0)
        doctor_say(doctor, DOCTOR_WARN, "daemon",
                   "has turned answers away because its spool was full; raise limit-mb in [spool]");
    if (figures_value(figures, "surveyd_spool_disk_failures_total") > 0)
        doctor_say(doctor, DOCTOR_FAIL, "daemon",
                   "could not write to the spool's disk; its log says when");
}

void doctor_daemon(struct doctor *doctor)
{
    struct surveyctl *surveyctl = doctor->surveyctl;
    struct base_failure failure = {.text = ""};
    struct base_text figures;

    if (figures_read(surveyctl->arena, surveyctl->config->operations_listen, &figures, &failure) !=
        STATUS_OK) {
        doctor_say(doctor, DOCTOR_WARN, "daemon", "%s; systemctl status surveyd says why",
                   failure.text);
        return;
    }
    examine_state(doctor, figures);
    examine_sums(doctor, figures);
    compare(doctor, figures);
}
