#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "aggregator.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "changes.h"
#include "programme_run.h"
#include "store/catalogue.h"
#include "store/changes.h"
#include "store/metric.h"

/* How often the one that waits asks whether it may work. */
#define LEAD_INTERVAL_MS 1000
/* Between two attempts to reach the database: doubled each time. */
#define BACKOFF_LEAST_MS 500
#define BACKOFF_MOST_MS 30000
/* After a programme could not be computed, although the database answers. */
#define RETRY_MS 60000
/* No wait is longer, so that a connection that is gone is noticed. */
#define WAIT_MOST_MS 30000
/* That figures still hold is noted after so many times the debounce, and once a minute at least. */
#define CHECK_PER_DEBOUNCE 10
#define CHECK_MOST_MS 60000
/* How often changes are asked for while they come so fast that none should be notified. */
#define TAKE_INTERVAL_MS 1000

/* A programme that is followed. */
struct followed {
    struct followed *next;
    char *name;
    struct programme_run *run; /* NULL until it has been computed */
    int64_t stored_run;        /* its number in the database */
    int64_t checked_ms;        /* as of when that run is noted to be of what is stored */
    int64_t closes_at;         /* when its next cycle is over, in seconds since 1970; 0: never */
    struct changes changes;
    int64_t due_ms; /* when to compute, if something has changed */
    /* Why it could not be computed the last time, which is not logged again; empty: it could. */
    struct base_failure failure;
};

struct follower {
    struct base_log *log;
    const char *connection;
    const char *programme; /* only this one; NULL: all */
    int64_t debounce_ms;
    struct store_session *listener; /* also holds the lock of the one that works */
    bool is_asleep;                 /* the next change will be notified */
    struct store_session *worker;
    struct followed *list;
};

static int64_t now_ms(void)
{
    return base_clock_monotonic_ms(base_clock_system());
}

static void sleep_ms(int64_t ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void log_failure(const struct follower *follower, const char *message, const char *programme,
                        const struct base_failure *failure)
{
    base_log_event(follower->log, BASE_LOG_ERROR, message, base_log_text("programme", programme),
                   base_log_text("status", base_status_name(failure->status)),
                   base_log_text("reason", failure->text));
}

static struct followed *find(const struct follower *follower, struct base_text name)
{
    for (struct followed *each = follower->list; each != NULL; each = each->next)
        if (base_text_equal_string(name, each->name))
            return each;
    return NULL;
}

static struct followed *follow(struct follower *follower, struct base_text name)
{
    struct followed *followed = find(follower, name);
    if (followed != NULL)
        return followed;
    followed = calloc(1, sizeof(*followed));
    if (followed == NULL || (followed->name = strndup(name.data, name.length)) == NULL)
        abort();
    followed->next = follower->list;
    follower->list = followed;
    return followed;
}

static void drop(struct followed *followed)
{
    programme_run_free(followed->run);
    changes_forget(&followed->changes);
    free(followed->name);
    free(followed);
}

static void drop_all(struct follower *follower)
{
    while (follower->list != NULL) {
        struct followed *next = follower->list->next;
        drop(follower->list);
        follower->list = next;
    }
}

/* Forgets everything: what it was as of is not known any more. */
static void disconnect(struct follower *follower)
{
    drop_all(follower);
    store_session_close(follower->listener);
    store_session_close(follower->worker);
    follower->listener = follower->worker = NULL;
    follower->is_asleep = false;
}

/* The first change starts the time after which is computed, so that answers that come at the same
   time are computed at once. */
static void on_change(struct base_text name, struct base_text what, void *context)
{
    struct follower *follower = context;
    if (follower->programme != NULL && !base_text_equal_string(name, follower->programme))
        return;
    struct followed *followed = follow(follower, name);
    /* Other documents may be what one that could not be computed waits for. */
    bool may_be_mended =
        followed->failure.text[0] != '\0' && base_text_equal_string(what, STORE_CHANGES_ANYTHING);
    if (!changes_are_there(&followed->changes) || may_be_mended)
        followed->due_ms = now_ms() + follower->debounce_ms;
    changes_add(&followed->changes, what);
}

static enum base_status connect_both(struct follower *follower, struct base_failure *reterr)
{
    enum base_status status =
        store_session_open(follower->connection, AGGREGATOR_PROGRAM, &follower->listener, reterr);
    if (status == STATUS_OK)
        status =
            store_session_open(follower->connection, AGGREGATOR_PROGRAM, &follower->worker, reterr);
    return status;
}

/* Waits until no other instance works. */
static enum base_status wait_to_lead(struct follower *follower, struct base_failure *reterr)
{
    bool is_ours = false, has_said = false;
    for (;;) {
        enum base_status status = store_metric_try_follow(follower->listener, &is_ours, reterr);
        if (status != STATUS_OK || is_ours)
            return status;
        if (!has_said)
            base_log_write(follower->log, BASE_LOG_INFO,
                           "another instance works; waiting to take over", NULL, 0);
        has_said = true;
        sd_notify(0, "STATUS=Waiting while another instance works.");
        sleep_ms(LEAD_INTERVAL_MS);
    }
}

/* Changes are written down before anything is read, so that none is missed between the two; then
   everything is due. */
static enum base_status begin(struct follower *follower, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_catalogue catalogue = {0};
    enum base_status status = store_changes_begin(follower->listener, reterr);
    if (status == STATUS_OK)
        status = store_catalogue_read(follower->worker, NULL, arena, &catalogue, reterr);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < catalogue.programme_count; i++) {
        const char *name = catalogue.programmes[i].programme;
        if (follower->programme == NULL || strcmp(name, follower->programme) == 0)
            follow(follower, base_text_of(name))->changes.everything = true;
    }
    base_log_event(follower->log, BASE_LOG_NOTICE, "following what changes",
                   base_log_number("programmes", catalogue.programme_count),
                   base_log_number("debounce_ms", follower->debounce_ms));
    sd_notify(0, "STATUS=Following what changes.");
    return STATUS_OK;
}

/* Computes what has changed; whatever is told meanwhile is for the next time. */
static enum base_status compute(struct follower *follower, struct followed *followed,
                                struct base_failure *reterr)
{
    struct changes changes = followed->changes;
    struct programme_outcome outcome;
    followed->changes = (struct changes){0};
    int64_t begun = now_ms();
    bool is_whole = changes.everything || followed->run == NULL;
    if (followed->run == NULL)
        followed->run = programme_run_new(followed->name, false);
    const struct programme_changes told = {.participation = changes.participation,
                                           .key_count = changes.key_count,
                                           .keys = changes.keys};
    enum base_status status =
        is_whole ? programme_run_whole(followed->run, follower->worker, &outcome, reterr)
                 : programme_run_update(followed->run, follower->worker, &told, &outcome, reterr);
    changes_forget(&changes);
    if (status == STATUS_OK) {
        followed->stored_run = outcome.run;
        followed->checked_ms = begun;
        followed->closes_at = outcome.next_close;
        base_log_event(
            follower->log, outcome.is_new ? BASE_LOG_INFO : BASE_LOG_DEBUG,
            outcome.is_new ? "computed" : "nothing new to compute",
            base_log_text("programme", followed->name), base_log_number("run", outcome.run),
            base_log_number("answers", outcome.answers),
            base_log_number("analyses", outcome.analyses),
            base_log_number("computed", outcome.computed), base_log_number("ms", now_ms() - begun));
        return STATUS_OK;
    }
    programme_run_free(followed->run);
    followed->run = NULL;
    return status;
}

/* Removes a programme that is not there any more. */
static void unfollow(struct follower *follower, struct followed *followed)
{
    struct followed **place = &follower->list;
    while (*place != followed)
        place = &(*place)->next;
    *place = followed->next;
    drop(followed);
}

/* Changes are only written down from here on. */
static enum base_status stay_awake(struct follower *follower, struct base_failure *reterr)
{
    if (!follower->is_asleep)
        return STATUS_OK;
    follower->is_asleep = false;
    return store_changes_wake(follower->listener, reterr);
}

/* Says so, unless it has just said the same. */
static void log_not_computed(const struct follower *follower, struct followed *followed,
                             const struct base_failure *failure)
{
    if (strcmp(followed->failure.text, failure->text) != 0)
        log_failure(follower, "the metrics could not be computed; trying again every minute",
                    followed->name, failure);
    followed->failure = *failure;
}

/* Computes one programme, or says why that cannot be; one that cannot does not keep the others from
   being computed. Anything but STATUS_OK: the database is gone. */
static enum base_status compute_one(struct follower *follower, struct followed *followed,
                                    struct base_failure *reterr)
{
    enum base_status status = compute(follower, followed, reterr);
    if (status == STATUS_OK) {
        followed->failure = (struct base_failure){0};
    } else if (!store_session_is_connected(follower->worker)) {
        return status;
    } else if (status == STATUS_NOT_FOUND) {
        base_log_event(follower->log, BASE_LOG_INFO, "the programme is gone",
                       base_log_text("programme", followed->name));
        unfollow(follower, followed);
    } else {
        log_not_computed(follower, followed, reterr);
        followed->changes.everything = true;
        followed->due_ms = now_ms() + RETRY_MS;
    }
    return STATUS_OK;
}

/* That a cycle is over changes figures although nobody answers. */
static void note_closing(struct follower *follower)
{
    int64_t now = base_clock_wall_seconds(base_clock_system());
    for (struct followed *each = follower->list; each != NULL; each = each->next) {
        if (each->closes_at == 0 || now < each->closes_at)
            continue;
        each->closes_at = 0;
        each->changes.everything = true;
        each->due_ms = now_ms();
    }
}

/* Computes every programme whose time has come. Anything but STATUS_OK: the database is gone. */
static enum base_status compute_due(struct follower *follower, struct base_failure *reterr)
{
    struct followed *next;
    for (struct followed *each = follower->list; each != NULL; each = next) {
        next = each->next;
        if (!changes_are_there(&each->changes) || each->due_ms > now_ms())
            continue;
        /* Whatever comes meanwhile need not wake who is awake. */
        enum base_status status = stay_awake(follower, reterr);
        if (status == STATUS_OK)
            status = compute_one(follower, each, reterr);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* How long figures may stand without a note that they still hold. */
static int64_t check_interval_ms(const struct follower *follower)
{
    int64_t interval = CHECK_PER_DEBOUNCE * follower->debounce_ms;
    return interval < CHECK_MOST_MS ? interval + 1000 : CHECK_MOST_MS;
}

/* Until the next programme is due, or to be noted as unchanged, in milliseconds. */
static int until_due(const struct follower *follower)
{
    int64_t wait = WAIT_MOST_MS;
    for (const struct followed *each = follower->list; each != NULL; each = each->next) {
        bool is_due = changes_are_there(&each->changes);
        int64_t left =
            (is_due ? each->due_ms : each->checked_ms + check_interval_ms(follower)) - now_ms();
        if ((is_due || each->run != NULL) && left < wait)
            wait = left < 0 ? 0 : left;
    }
    return (int)wait;
}

/* Of programmes of which nothing has been told up to `looked_ms`: their figures are still those of
   what is stored. */
static enum base_status note_unchanged(struct follower *follower, int64_t looked_ms,
                                       struct base_failure *reterr)
{
    for (struct followed *each = follower->list; each != NULL; each = each->next) {
        if (each->run == NULL || changes_are_there(&each->changes) ||
            looked_ms - each->checked_ms < check_interval_ms(follower))
            continue;
        enum base_status status = store_metric_check(follower->worker, each->name, each->stored_run,
                                                     now_ms() - looked_ms, reterr);
        if (status != STATUS_OK)
            return status;
        each->checked_ms = looked_ms;
    }
    return STATUS_OK;
}

static enum base_status take_changes(struct follower *follower, bool *ret_any,
                                     struct base_failure *reterr)
{
    return store_changes_take(follower->listener, on_change, follower, ret_any, reterr);
}

/* Notes what has changed. When that is nothing, asks to be notified of the next change: not before,
   because to be notified makes every submission slower. */
static enum base_status look(struct follower *follower, struct base_failure *reterr)
{
    bool any = false;
    enum base_status status = take_changes(follower, &any, reterr);
    if (status != STATUS_OK || any || follower->is_asleep)
        return status;
    status = store_changes_sleep(follower->listener, &follower->is_asleep, reterr);
    if (status == STATUS_OK && follower->is_asleep)
        status = take_changes(follower, &any, reterr);
    return status;
}

/* Waits for a change, or until a programme is due. */
static enum base_status wait_for_change(struct follower *follower, struct base_failure *reterr)
{
    int wait = until_due(follower);
    bool is_woken = false;
    if (!follower->is_asleep && wait > TAKE_INTERVAL_MS)
        wait = TAKE_INTERVAL_MS;
    enum base_status status = store_changes_wait(follower->listener, wait, &is_woken, reterr);
    return status == STATUS_OK && is_woken ? stay_awake(follower, reterr) : status;
}

/* Works until the database is gone. */
static enum base_status work(struct follower *follower, struct base_failure *reterr)
{
    enum base_status status = connect_both(follower, reterr);
    if (status == STATUS_OK)
        status = wait_to_lead(follower, reterr);
    if (status == STATUS_OK)
        status = begin(follower, reterr);
    while (status == STATUS_OK) {
        note_closing(follower);
        status = compute_due(follower, reterr);
        int64_t looked_ms = now_ms();
        if (status == STATUS_OK)
            status = look(follower, reterr);
        if (status == STATUS_OK)
            status = note_unchanged(follower, looked_ms, reterr);
        if (status == STATUS_OK)
            status = wait_for_change(follower, reterr);
    }
    return status;
}

/* Never returns: it ends by a signal, and may at any time, because what is not committed has never
   been. Another instance, or the same one when it is started again, reads everything anew. */
static void follow_forever(struct follower *follower)
{
    struct base_failure failure;
    int64_t backoff = BACKOFF_LEAST_MS;
    /* A database that is away at first is waited for as one that goes away. */
    sd_notify(0, "READY=1\nSTATUS=Waiting for the database.");
    for (;;) {
        int64_t begun = now_ms();
        enum base_status status = work(follower, &failure);
        disconnect(follower);
        if (status != STATUS_UNAVAILABLE)
            log_failure(follower, "the metrics cannot be followed", "", &failure);
        else
            base_log_event(follower->log, BASE_LOG_WARNING, "the database is away; trying again",
                           base_log_text("reason", failure.text),
                           base_log_number("in_ms", backoff));
        sd_notify(0, "STATUS=Waiting for the database.");
        /* What went well for a while begins anew. */
        if (now_ms() - begun > BACKOFF_MOST_MS)
            backoff = BACKOFF_LEAST_MS;
        sleep_ms(backoff);
        backoff = 2 * backoff < BACKOFF_MOST_MS ? 2 * backoff : BACKOFF_MOST_MS;
    }
}

static enum base_log_format log_format(const char *word)
{
    if (strcmp(word, "journal") == 0)
        return BASE_LOG_JOURNAL;
    return strcmp(word, "lines") == 0 ? BASE_LOG_LINES : BASE_LOG_AUTO;
}

static enum base_log_level log_level(const char *word)
{
    static const char *const words[] = {"error", "warning", "notice", "info", "debug"};
    size_t place = 0;
    while (place + 1 < sizeof(words) / sizeof(words[0]) && strcmp(words[place], word) != 0)
        place++;
    return (enum base_log_level)(BASE_LOG_ERROR + place);
}

static int follow_with_config(const char *config_path, const char *programme, int64_t debounce_ms)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    int code = aggregator_configure(arena, config_path, &config);
    if (code != 0)
        return code;
    struct follower follower = {
        .log = base_log_new(AGGREGATOR_PROGRAM, log_format(config.log_format),
                            log_level(config.log_level)),
        .connection = config.database_aggregator,
        .programme = programme,
        .debounce_ms = debounce_ms,
    };
    follow_forever(&follower);
    return 0;
}

int aggregator_follow(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *config = "/etc/surveyd/surveyd.conf", *programme = NULL;
    int64_t debounce_ms = 5000;
    const struct base_option options[] = {
        BASE_OPTION_TEXT(
            "programme", "NAME", &programme,
            "Only the programme of this name; without the option, all that are imported."),
        BASE_OPTION_WHOLE("debounce-ms", "N", &debounce_ms, 0, 3600000,
                          "How long after the first change to compute, in milliseconds (5000)."),
        BASE_OPTION_TEXT("config", "FILE", &config,
                         "Read this configuration, not /etc/surveyd/surveyd.conf."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Computes the metrics again and again, as answers come.",
        .details = "Waits until PostgreSQL tells of a change, and computes what draws on it; runs\n"
                   "until it is ended by a signal. Any number may run: one works, the others\n"
                   "wait and take over. When the database is away it waits for it.\n\nExample:\n"
                   "  survey-aggregator follow --debounce-ms 2000",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return ended ? 0 : follow_with_config(config, programme, debounce_ms);
}
