/* Submissions and withdrawals of the same receipts, all at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "poll_loop.h"
#include "probe.h"
#include "store/respondent.h"
#include "store/response.h"
#include "store/withdrawal.h"

#define IN_FLIGHT 48

/* What is known of one receipt here. */
struct told {
    bool is_stored;    /* it was told to be */
    bool is_withdrawn; /* likewise */
};

struct race {
    const char *programme;
    struct base_loop *loop;
    struct store_pool *pool;
    unsigned count, receipts, respondents, seed;
    unsigned begun, ended;
    unsigned outcomes[5], withdrawals[3], failures;
    unsigned came_back; /* told to be stored although it was withdrawn before it was asked for */
    struct told *told;
};

struct step {
    struct race *race;
    unsigned number;
    bool was_withdrawn; /* known when it began */
};

static struct step *step_new(struct race *race, unsigned number)
{
    struct step *step = calloc(1, sizeof(*step));
    *step = (struct step){race, number, race->told[number].is_withdrawn};
    return step;
}

static void on_submitted(enum base_status status, enum store_submission_outcome outcome,
                         int revision, void *context)
{
    struct step *step = context;
    struct race *race = step->race;
    (void)revision;
    race->ended++;
    if (status == STATUS_OK) {
        race->outcomes[outcome]++;
        bool is_stored = outcome <= STORE_SUBMISSION_REPLAYED;
        race->told[step->number].is_stored |= is_stored;
        race->came_back += step->was_withdrawn && is_stored;
    } else {
        race->failures++;
    }
    free(step);
}

static void on_withdrawn(enum base_status status, enum store_withdrawal_outcome outcome,
                         void *context)
{
    struct step *step = context;
    struct race *race = step->race;
    race->ended++;
    if (status == STATUS_OK) {
        race->withdrawals[outcome]++;
        race->told[step->number].is_withdrawn |= outcome == STORE_WITHDRAWAL_DONE;
        race->came_back += step->was_withdrawn && outcome != STORE_WITHDRAWAL_DONE;
    } else {
        race->failures++;
    }
    free(step);
}

static void submit(struct race *race, unsigned number)
{
    static const int codes[10] = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5};
    struct store_submission submission = {
        .programme = race->programme,
        .cycle = 1,
        .version = 1,
        .language = "en",
        .codes = codes,
        .code_count = 10,
        .values = "{}",
    };
    probe_bytes("receipt", number, submission.receipt, sizeof(submission.receipt));
    probe_bytes("digest", number, submission.digest, sizeof(submission.digest));
    if (race->respondents > 0) {
        submission.has_respondent = true;
        probe_bytes("respondent", number % race->respondents, submission.respondent,
                    sizeof(submission.respondent));
    }
    store_submission_put(race->pool, &submission, on_submitted, step_new(race, number));
}

static void withdraw(struct race *race, unsigned number)
{
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    bool is_personal = race->respondents > 0;
    probe_bytes("receipt", number, receipt, sizeof(receipt));
    if (is_personal)
        probe_bytes("respondent", number % race->respondents, pseudonym, sizeof(pseudonym));
    store_withdrawal_put(race->pool, race->programme, receipt, is_personal ? pseudonym : NULL,
                         is_personal ? 1 : 0, on_withdrawn, step_new(race, number));
}

static unsigned pick(struct race *race, unsigned limit)
{
    return (unsigned)rand_r(&race->seed) % limit;
}

static void run(struct race *race)
{
    while (race->ended < race->count) {
        while (race->begun < race->count && race->begun - race->ended < IN_FLIGHT) {
            unsigned number = pick(race, race->receipts);
            race->begun++;
            if (pick(race, 4) == 0)
                withdraw(race, number);
            else
                submit(race, number);
        }
        poll_loop_turn(race->loop, 100);
    }
}

static void print_receipts(const struct race *race, const char *name, bool withdrawn)
{
    const char *separator = "";
    printf(", \"%s\": [", name);
    for (unsigned number = 0; number < race->receipts; number++) {
        const struct told *told = &race->told[number];
        uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
        if (!(withdrawn ? told->is_withdrawn : told->is_stored))
            continue;
        probe_bytes("receipt", number, receipt, sizeof(receipt));
        printf("%s\"", separator);
        for (size_t i = 0; i < sizeof(receipt); i++)
            printf("%02x", receipt[i]);
        printf("\"");
        separator = ",";
    }
    printf("]");
}

int probe_race(const char *connection, int count, char **words)
{
    if (count != 5)
        return base_status_exit(STATUS_USAGE);
    struct race race = {
        .programme = words[0],
        .loop = poll_loop_new(),
        .count = (unsigned)strtoul(words[1], NULL, 10),
        .receipts = (unsigned)strtoul(words[2], NULL, 10),
        .respondents = (unsigned)strtoul(words[3], NULL, 10),
        .seed = (unsigned)strtoul(words[4], NULL, 10),
    };
    race.told = calloc(race.receipts, sizeof(*race.told));
    race.pool = store_pool_new(&(struct store_pool_options){
        .loop = race.loop,
        .connection = connection,
        .connections = 4,
        .queue = 1000,
        .batch = 8,
        .timeout_ms = 20000,
    });
    int64_t until = base_loop_now_ms(race.loop) + 9000;
    while (!store_pool_is_ready(race.pool) && base_loop_now_ms(race.loop) < until)
        poll_loop_turn(race.loop, 50);
    run(&race);
    printf("{\"stored\": %u, \"replayed\": %u, \"conflict\": %u, \"closed\": %u, "
           "\"withdrawn\": %u, \"done\": %u, \"unknown\": %u, \"sealed\": %u, \"failures\": %u, "
           "\"came_back\": %u",
           race.outcomes[0], race.outcomes[1], race.outcomes[2], race.outcomes[3], race.outcomes[4],
           race.withdrawals[0], race.withdrawals[1], race.withdrawals[2], race.failures,
           race.came_back);
    print_receipts(&race, "told_stored", false);
    print_receipts(&race, "told_withdrawn", true);
    printf("}\n");
    store_pool_free(race.pool);
    poll_loop_free(race.loop);
    free(race.told);
    return 0;
}
