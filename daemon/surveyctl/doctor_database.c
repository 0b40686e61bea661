#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "doctor.h"
#include "store/health.h"
#include "store/migration.h"

/* Beyond this, which day an answer is of, and whether a cycle is open, depend on who is asked. */
#define SKEW_WARN_MS 2000
#define SKEW_FAIL_MS 60000

static void examine_settings(struct doctor *doctor)
{
    struct surveyctl *surveyctl = doctor->surveyctl;
    struct base_failure failure;
    const char *const *left;
    size_t count = 0;

    if (store_migration_hardening(surveyctl->session, surveyctl->arena, &left, &count, &failure) !=
        STATUS_OK)
        doctor_say(doctor, DOCTOR_FAIL, "database", "%s", failure.text);
    else if (count > 0)
        doctor_say(doctor, DOCTOR_WARN, "database",
                   "%zu settings that keep answers out of its log and statistics are left; run "
                   "surveyctl migrate --hardening",
                   count);
    else
        doctor_say(doctor, DOCTOR_OK, "database", "its log and statistics tell nothing of answers");
}

static void examine_clock(struct doctor *doctor, const struct store_health *health,
                          int64_t before_ms)
{
    int64_t now_ms = base_clock_wall_ms(base_clock_system());
    int64_t skew_ms = health->now_ms - (before_ms + (now_ms - before_ms) / 2);

    if (llabs(skew_ms) > SKEW_WARN_MS)
        doctor_say(doctor, llabs(skew_ms) > SKEW_FAIL_MS ? DOCTOR_FAIL : DOCTOR_WARN, "clock",
                   "the database's clock differs by %" PRId64 " ms from this host's; set both by "
                   "NTP",
                   skew_ms);
    else
        doctor_say(doctor, DOCTOR_OK, "clock", "this host's and the database's agree");
}

static void examine_health(struct doctor *doctor)
{
    struct base_failure failure;
    struct store_health health;
    int64_t before_ms = base_clock_wall_ms(base_clock_system());

    if (store_health_read(doctor->surveyctl->session, doctor->surveyctl->arena, &health,
                          &failure) != STATUS_OK) {
        doctor_say(doctor, DOCTOR_FAIL, "database", "%s", failure.text);
        return;
    }
    examine_clock(doctor, &health, before_ms);
    if (!health.is_durable)
        doctor_say(doctor, DOCTOR_FAIL, "database",
                   "would lose answers at a power cut; set fsync, full_page_writes and "
                   "synchronous_commit on");
    if (health.is_standby)
        doctor_say(doctor, DOCTOR_WARN, "database",
                   "is a standby, which stores nothing; name the primary in [database]");
}

void doctor_database(struct doctor *doctor)
{
    struct surveyctl *surveyctl = doctor->surveyctl;
    struct base_failure failure = {.text = ""};

    if (surveyctl_open_any_session(surveyctl, &failure) != STATUS_OK) {
        doctor_say(doctor, DOCTOR_FAIL, "database", "%s", failure.text);
        return;
    }
    examine_health(doctor);
    doctor->has_database = surveyctl_open_session(surveyctl, &failure) == STATUS_OK;
    if (!doctor->has_database) {
        doctor_say(doctor, DOCTOR_FAIL, "database", "%s", failure.text);
        return;
    }
    doctor_say(doctor, DOCTOR_OK, "database", "is reached, its schema is up to date");
    examine_settings(doctor);
}
