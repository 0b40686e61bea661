/*
 * Drives the store against a real server, for tests/integration/test_store.py.
 *
 *   store_probe migrate CONNECTION
 *   store_probe seed CONNECTION PROGRAMME COLUMNS [CYCLES [LINKAGE [TIMEZONE]]]
 *   store_probe submit CONNECTION PROGRAMME OPTIONS    submits and prints what became of it
 *   store_probe race CONNECTION PROGRAMME ...          submissions against withdrawals
 *   store_probe read CONNECTION WHAT ...               one read of the daemon
 *   store_probe tool CONNECTION WHAT ...               one thing that the commands do
 *
 * Results are one JSON object on standard output.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "poll_loop.h"
#include "probe.h"
#include "store/migration.h"
#include "store/pool.h"
#include "store/programme.h"
#include "store/response.h"

int probe_fail(const struct base_failure *failure)
{
    fprintf(stderr, "%s: %s\n", base_status_name(failure->status), failure->text);
    return base_status_exit(failure->status);
}

void probe_bytes(const char *purpose, unsigned number, void *ret_bytes, size_t length)
{
    char text[64];
    uint8_t digest[32];
    int written = snprintf(text, sizeof(text), "%s %u", purpose, number);
    base_key_sha256((struct base_text){text, (size_t)written}, digest);
    memcpy(ret_bytes, digest, length);
}

static void count_applied(const struct store_migration *migration, void *context)
{
    (void)migration;
    ++*(int *)context;
}

static int run_migrate(const char *connection)
{
    STORE_SESSION_SCOPED *session = NULL;
    struct base_failure failure;
    int applied = 0, current = 0;
    if (store_session_open(connection, "store_probe", &session, &failure) != STATUS_OK ||
        store_migrate(session, count_applied, &applied, &failure) != STATUS_OK ||
        store_migration_current(session, &current, &failure) != STATUS_OK)
        return probe_fail(&failure);
    printf("{\"applied\": %d, \"current\": %d}\n", applied, current);
    return 0;
}

static const char *columns_json(struct base_arena *arena, int count)
{
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    base_buffer_string(&buffer, "[");
    for (int i = 0; i < count; i++)
        base_buffer_format(&buffer,
                           "%s{\"name\":\"q%d\",\"kind\":\"code\",\"question\":\"q%d\","
                           "\"title\":{\"en\":\"Question %d\"},"
                           "\"labels\":[{\"code\":1,\"text\":{\"en\":\"One\"}}]}",
                           i ? "," : "", i, i, i);
    base_buffer_string(&buffer, "]");
    return buffer.data;
}

static int run_seed(const char *connection, const char *programme, int columns, int cycle_count,
                    const char *linkage, const char *timezone)
{
    STORE_SESSION_SCOPED *session = NULL;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure;
    struct store_imported_cycle imported[2] = {0};
    bool is_new = false;
    struct store_import_cycle cycles[2] = {
        {.cycle = 1, .opens = "2020-01-01T08:00", .closes = "2199-01-01T08:00"},
        {.cycle = 2, .opens = "2198-01-01T08:00", .closes = "2199-01-01T08:00"},
    };
    for (size_t i = 0; i < 2; i++) {
        cycles[i].document = base_text_of(base_arena_format(arena, "{\"columns\": %d}", columns));
        cycles[i].columns = base_text_of(columns_json(arena, columns));
        base_key_sha256(cycles[i].document, cycles[i].digest);
    }
    const struct store_import import = {
        .programme = programme,
        .document = BASE_TEXT("{ \"languages\":  [\"en\"] }"),
        .timezone = timezone,
        .minimum_group_size = 5,
        .linkage = linkage,
        .cycle_count = (size_t)cycle_count,
        .cycles = cycles,
    };
    if (store_session_open(connection, "store_probe", &session, &failure) != STATUS_OK ||
        store_programme_import(session, &import, imported, &is_new, &failure) != STATUS_OK)
        return probe_fail(&failure);
    printf("{\"new\": %s, \"versions\": [%d, %d], \"changed\": [%s, %s]}\n",
           is_new ? "true" : "false", imported[0].version, imported[1].version,
           imported[0].is_new_version ? "true" : "false",
           imported[1].is_new_version ? "true" : "false");
    return 0;
}

/* What `submit` is asked for. */
struct plan {
    const char *programme;
    int cycle, version, columns;
    unsigned count;       /* submissions */
    unsigned in_flight;   /* of them at a time */
    unsigned receipts;    /* different ones (0: each its own): repeats are replays */
    unsigned respondents; /* different ones (0: open link) */
    unsigned first;       /* number of the first receipt */
    unsigned spoil;       /* every so manieth has the wrong number of codes (0: none) */
    const char *digest;   /* what tells these answers from others */
    size_t connections, batch, queue;
    int64_t timeout_ms;
    const char *list; /* file for the receipts that were acknowledged */
    bool unsafe;
};

struct submitter {
    const struct plan *plan;
    struct base_loop *loop;
    struct store_pool *pool;
    unsigned sent, ended;
    unsigned outcomes[5], statuses[STATUS_COUNT];
    int highest_revision;
    unsigned events[6];
    char last_event[256];
    FILE *list;
    int *codes;
    char *values;
};

struct attempt {
    struct submitter *submitter;
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    bool has_started; /* the call that began it has returned */
};

static void on_event(const struct store_event *event, void *context)
{
    struct submitter *submitter = context;
    submitter->events[event->kind]++;
    snprintf(submitter->last_event, sizeof(submitter->last_event), "%s %s", event->sqlstate,
             event->text);
    /* Part of a JSON text in the end. */
    for (char *at = submitter->last_event; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\' || (unsigned char)*at < ' ')
            *at = '\'';
    }
}

static void on_submitted(enum base_status status, enum store_submission_outcome outcome,
                         int revision, void *context)
{
    struct attempt *attempt = context;
    struct submitter *submitter = attempt->submitter;
    if (!attempt->has_started)
        abort();
    submitter->ended++;
    submitter->statuses[status]++;
    if (status == STATUS_OK) {
        submitter->outcomes[outcome]++;
        if (revision > submitter->highest_revision)
            submitter->highest_revision = revision;
        if (submitter->list && outcome <= STORE_SUBMISSION_REPLAYED) {
            for (size_t i = 0; i < sizeof(attempt->receipt); i++)
                fprintf(submitter->list, "%02x", attempt->receipt[i]);
            fputc('\n', submitter->list);
        }
    }
    free(attempt);
}

static void send_one(struct submitter *submitter)
{
    const struct plan *plan = submitter->plan;
    unsigned number = plan->first + submitter->sent++;
    if (plan->receipts > 0)
        number %= plan->receipts;
    struct attempt *attempt = calloc(1, sizeof(*attempt));
    attempt->submitter = submitter;
    struct store_submission submission = {
        .programme = plan->programme,
        .cycle = plan->cycle,
        .version = plan->version,
        .language = "en",
        .actor_type = "company",
        .codes = submitter->codes,
        .code_count = (size_t)plan->columns,
        .values = submitter->values,
    };
    if (plan->spoil > 0 && number % plan->spoil == 0)
        submission.code_count++;
    probe_bytes("receipt", number, submission.receipt, sizeof(submission.receipt));
    memcpy(attempt->receipt, submission.receipt, sizeof(attempt->receipt));
    probe_bytes(plan->digest, number, submission.digest, sizeof(submission.digest));
    if (plan->respondents > 0) {
        submission.has_respondent = true;
        probe_bytes("respondent", number % plan->respondents, submission.respondent,
                    sizeof(submission.respondent));
    }
    store_submission_put(submitter->pool, &submission, on_submitted, attempt);
    attempt->has_started = true;
}

static int64_t now_ms(struct submitter *submitter)
{
    return base_loop_now_ms(submitter->loop);
}

static void print_outcome(struct submitter *submitter, int64_t elapsed_ms)
{
    const struct store_pool_counters *counters = store_pool_counters(submitter->pool);
    printf(
        "{\"stored\": %u, \"replayed\": %u, \"conflict\": %u, \"closed\": %u, "
        "\"withdrawn\": %u, \"highest_revision\": %d, \"milliseconds\": %lld, \"batches\": %llu, "
        "\"counted\": %llu, \"reconnects\": %llu, \"lost\": %u, \"unsafe\": %u, "
        "\"failed_statements\": %u, \"last_event\": \"%s\"",
        submitter->outcomes[0], submitter->outcomes[1], submitter->outcomes[2],
        submitter->outcomes[3], submitter->outcomes[4], submitter->highest_revision,
        (long long)elapsed_ms, (unsigned long long)counters->batches,
        (unsigned long long)counters->submissions_stored, (unsigned long long)counters->reconnects,
        submitter->events[STORE_EVENT_LOST], submitter->events[STORE_EVENT_UNSAFE],
        submitter->events[STORE_EVENT_STATEMENT_FAILED], submitter->last_event);
    for (int status = 0; status < STATUS_COUNT; status++) {
        if (submitter->statuses[status] > 0)
            printf(", \"%s\": %u", base_status_name((enum base_status)status),
                   submitter->statuses[status]);
    }
    printf("}\n");
}

static struct store_pool *pool_new(struct submitter *submitter, const char *connection)
{
    const struct plan *plan = submitter->plan;
    return store_pool_new(&(struct store_pool_options){
        .loop = submitter->loop,
        .connection = connection,
        .connections = plan->connections,
        .queue = plan->queue,
        .batch = plan->batch,
        .timeout_ms = plan->timeout_ms,
        .allow_unsafe_durability = plan->unsafe,
        .observe = on_event,
        .context = submitter,
    });
}

static bool wait_ready(struct submitter *submitter)
{
    int64_t until = now_ms(submitter) + 9000; /* longer than one attempt to connect */
    while (store_pool_counters(submitter->pool)->connections_ready < submitter->plan->connections) {
        if (now_ms(submitter) > until)
            return false;
        poll_loop_turn(submitter->loop, 50);
    }
    return true;
}

static int run_submit(const char *connection, const struct plan *plan)
{
    struct submitter submitter = {.plan = plan, .loop = poll_loop_new()};
    submitter.pool = pool_new(&submitter, connection);
    submitter.codes = calloc((size_t)plan->columns + 1, sizeof(int));
    for (int i = 0; i <= plan->columns; i++)
        submitter.codes[i] = i % 5 + 1;
    submitter.values = strdup("{\"q1\":\"A text \\\"with\\\" quotes \\\\ and \xc3\xa5\"}");
    submitter.list = plan->list ? fopen(plan->list, "w") : NULL;
    bool is_ready = wait_ready(&submitter);
    int64_t start = now_ms(&submitter);
    if (is_ready && plan->count > 0)
        fprintf(stderr, "ready\n");
    while (is_ready && submitter.ended < plan->count) {
        while (submitter.sent < plan->count && submitter.sent - submitter.ended < plan->in_flight)
            send_one(&submitter);
        poll_loop_turn(submitter.loop, 100);
    }
    print_outcome(&submitter, now_ms(&submitter) - start);
    if (submitter.list)
        fclose(submitter.list);
    store_pool_free(submitter.pool);
    poll_loop_free(submitter.loop);
    free(submitter.codes);
    free(submitter.values);
    return is_ready ? 0 : base_status_exit(STATUS_UNAVAILABLE);
}

static int parse_submit(int count, char **words)
{
    struct plan plan = {.programme = words[3],
                        .cycle = 1,
                        .version = 1,
                        .columns = 10,
                        .count = 100,
                        .in_flight = 64,
                        .connections = 2,
                        .batch = 64,
                        .queue = 4096,
                        .timeout_ms = 5000,
                        .digest = "digest"};
    static const struct option options[] = {
        {"cycle", 1, NULL, 'c'},       {"version", 1, NULL, 'v'},   {"columns", 1, NULL, 'o'},
        {"count", 1, NULL, 'n'},       {"in-flight", 1, NULL, 'f'}, {"receipts", 1, NULL, 'r'},
        {"respondents", 1, NULL, 'p'}, {"first", 1, NULL, 's'},     {"digest", 1, NULL, 'd'},
        {"connections", 1, NULL, 'k'}, {"batch", 1, NULL, 'b'},     {"timeout", 1, NULL, 't'},
        {"list", 1, NULL, 'l'},        {"spoil", 1, NULL, 'x'},     {"queue", 1, NULL, 'q'},
        {"unsafe", 0, NULL, 'u'},      {NULL, 0, NULL, 0},
    };
    int option;
    optind = 4;
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        int number = optarg ? (int)strtol(optarg, NULL, 10) : 0;
        switch (option) {
        case 'c':
            plan.cycle = number;
            break;
        case 'v':
            plan.version = number;
            break;
        case 'o':
            plan.columns = number;
            break;
        case 'n':
            plan.count = (unsigned)number;
            break;
        case 'f':
            plan.in_flight = (unsigned)number;
            break;
        case 'r':
            plan.receipts = (unsigned)number;
            break;
        case 'p':
            plan.respondents = (unsigned)number;
            break;
        case 's':
            plan.first = (unsigned)number;
            break;
        case 'd':
            plan.digest = optarg;
            break;
        case 'k':
            plan.connections = (size_t)number;
            break;
        case 'b':
            plan.batch = (size_t)number;
            break;
        case 't':
            plan.timeout_ms = number;
            break;
        case 'l':
            plan.list = optarg;
            break;
        case 'x':
            plan.spoil = (unsigned)number;
            break;
        case 'q':
            plan.queue = (size_t)number;
            break;
        case 'u':
            plan.unsafe = true;
            break;
        default:
            return base_status_exit(STATUS_USAGE);
        }
    }
    return run_submit(words[2], &plan);
}

int main(int count, char **words)
{
    if (count >= 3 && strcmp(words[1], "migrate") == 0)
        return run_migrate(words[2]);
    if (count >= 5 && strcmp(words[1], "seed") == 0)
        return run_seed(words[2], words[3], (int)strtol(words[4], NULL, 10),
                        count > 5 ? (int)strtol(words[5], NULL, 10) : 2,
                        count > 6 ? words[6] : "programme",
                        count > 7 ? words[7] : "Europe/Stockholm");
    if (count >= 4 && strcmp(words[1], "read") == 0)
        return probe_read(words[2], count - 3, words + 3);
    if (count >= 4 && strcmp(words[1], "race") == 0)
        return probe_race(words[2], count - 3, words + 3);
    if (count >= 4 && strcmp(words[1], "tool") == 0)
        return probe_tool(words[2], count - 3, words + 3);
    if (count >= 4 && strcmp(words[1], "submit") == 0)
        return parse_submit(count, words);
    fprintf(stderr, "store_probe: migrate, seed, submit, race, read or tool\n");
    return base_status_exit(STATUS_USAGE);
}
