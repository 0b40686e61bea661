#include "answers_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/interner.h"
#include "nearest.h"

/* A name out of a file is shown up to here. */
#define NAME_MAX_BYTES 60

/* Somebody whose two organisations in a cycle have been counted. */
#define COUNTED (EVALUATION_NONE - 1)

enum kind {
    UNKNOWN_VALUE,    /* of a reserved question */
    UNKNOWN_RESERVED, /* question that begins with @ */
    UNKNOWN_QUESTION,
    UNKNOWN_TYPE,
    UNKNOWN_CYCLE,
    TWO_ORGANISATIONS,
    KINDS
};

struct finding {
    size_t count; /* rows; people and cycles for TWO_ORGANISATIONS */
    size_t line;
    const char *first, *second; /* what it was; `second` may be NULL */
};

/* A cycle of the plan. */
struct watched_cycle {
    bool has_rows;
    uint32_t *organisations; /* of each participant: the first, EVALUATION_NONE or COUNTED */
    uint32_t capacity;
};

/* Names by number; rows of one person tend to follow each other. */
struct watched_names {
    struct evaluation_interner all;
    uint32_t declared; /* so many, the first, are known to the plan */
    uint32_t last;
};

struct answers_watch {
    struct base_arena *arena;
    const struct evaluation_plan *plan;
    struct watched_names questions, participants, organisations, actor_types;
    bool *type_has_rows; /* of the declared actor types */
    struct watched_cycle *cycles;
    struct finding findings[KINDS];
};

static void watch_free(void *object)
{
    struct answers_watch *watch = object;
    for (size_t i = 0; i < watch->plan->cycle_count; i++)
        free(watch->cycles[i].organisations);
}

static uint32_t number_of(struct watched_names *names, struct base_text text)
{
    if (names->last >= names->all.count ||
        !base_text_equal_string(text, names->all.list[names->last]))
        names->last = evaluation_interner_add(&names->all, text);
    return names->last;
}

static void declare_questions(struct answers_watch *watch)
{
    const struct evaluation_plan *plan = watch->plan;
    struct evaluation_interner *all = &watch->questions.all;
    for (size_t i = 0; i < plan->question_count; i++)
        evaluation_interner_add(all, base_text_of(plan->questions[i].id));
    for (size_t i = 0; i < plan->roster_count; i++)
        for (size_t j = 0; j < plan->rosters[i].node_count; j++)
            evaluation_interner_add(
                all, base_text_of(base_arena_format(watch->arena, "%s:%s", plan->rosters[i].id,
                                                    plan->rosters[i].nodes[j].id)));
    watch->questions.declared = all->count;
}

struct answers_watch *answers_watch_new(struct base_arena *arena,
                                        const struct evaluation_plan *plan)
{
    struct answers_watch *watch = base_arena_object(arena, struct answers_watch);
    struct watched_names *names[] = {&watch->questions, &watch->participants, &watch->organisations,
                                     &watch->actor_types};
    watch->arena = arena;
    watch->plan = plan;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        evaluation_interner_init(&names[i]->all, arena);
    declare_questions(watch);
    for (size_t i = 0; i < plan->actor_type_count; i++)
        evaluation_interner_add(&watch->actor_types.all, base_text_of(plan->actor_types[i]));
    watch->actor_types.declared = watch->actor_types.all.count;
    watch->type_has_rows = base_arena_array(arena, bool, watch->actor_types.declared);
    watch->cycles = base_arena_array(arena, struct watched_cycle, plan->cycle_count);
    base_arena_on_free(arena, watch_free, watch);
    return watch;
}

static const char *shown(const struct answers_watch *watch, struct base_text text)
{
    struct base_text cut = base_text_cut(text, NAME_MAX_BYTES);
    return base_arena_format(watch->arena, "%.*s%s", (int)cut.length, cut.data,
                             cut.length < text.length ? "..." : "");
}

static void find(struct answers_watch *watch, enum kind kind, const struct evaluation_row *row,
                 struct base_text first, struct base_text second)
{
    struct finding *finding = &watch->findings[kind];
    if (finding->count++ > 0)
        return;
    finding->line = row->line;
    finding->first = shown(watch, first);
    finding->second = second.data == NULL ? NULL : shown(watch, second);
}

static const struct base_text nothing = {NULL, 0};

static bool is_flag(struct base_text value)
{
    double number;
    return base_text_number(value, &number) && (number == 0 || number == 1);
}

static void look_at_reserved(struct answers_watch *watch, const struct evaluation_row *row,
                             struct base_text question)
{
    static const char *const flags[] = {EVALUATION_INVITED, EVALUATION_STARTED, EVALUATION_ATTENDED,
                                        EVALUATION_ASSIGNED};
    struct base_text value = base_text_trim(row->value);
    bool is_known = base_text_equal_string(question, EVALUATION_REFERRER), is_good = true;
    if (base_text_equal_string(question, EVALUATION_DELIVERY)) {
        is_known = true;
        is_good = value.length == 0 || evaluation_delivery_of(value) != EVALUATION_INVALID;
    }
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (!base_text_equal_string(question, flags[i]))
            continue;
        is_known = true;
        is_good = value.length == 0 || is_flag(value);
    }
    if (!is_known)
        find(watch, UNKNOWN_RESERVED, row, question, nothing);
    else if (!is_good)
        find(watch, UNKNOWN_VALUE, row, question, value);
}

static struct watched_cycle *cycle_of(struct answers_watch *watch, int cycle)
{
    for (size_t i = 0; i < watch->plan->cycle_count; i++)
        if (watch->plan->cycles[i] == cycle)
            return &watch->cycles[i];
    return NULL;
}

static uint32_t *organisation_of(struct watched_cycle *cycle, uint32_t participant)
{
    if (participant >= cycle->capacity) {
        uint32_t capacity = cycle->capacity == 0 ? 64 : cycle->capacity;
        while (capacity <= participant)
            capacity *= 2;
        uint32_t *grown = reallocarray(cycle->organisations, capacity, sizeof(*grown));
        if (grown == NULL)
            abort();
        memset(grown + cycle->capacity, 0xff, (capacity - cycle->capacity) * sizeof(*grown));
        cycle->organisations = grown;
        cycle->capacity = capacity;
    }
    return &cycle->organisations[participant];
}

/* Who it is, from where, and when. */
static void look_at_person(struct answers_watch *watch, const struct evaluation_row *row)
{
    struct base_text organisation = base_text_trim(row->organisation);
    struct base_text actor_type = base_text_trim(row->actor_type);
    uint32_t person = number_of(&watch->participants, base_text_trim(row->participant));
    uint32_t home =
        organisation.length == 0 ? EVALUATION_NONE : number_of(&watch->organisations, organisation);
    uint32_t type =
        actor_type.length == 0 ? EVALUATION_NONE : number_of(&watch->actor_types, actor_type);
    struct watched_cycle *cycle = cycle_of(watch, row->cycle);
    if (type < watch->actor_types.declared)
        watch->type_has_rows[type] = true;
    else if (type != EVALUATION_NONE && watch->actor_types.declared > 0)
        find(watch, UNKNOWN_TYPE, row, actor_type, nothing);
    if (cycle == NULL) {
        char number[16] = "";
        int length = snprintf(number, sizeof(number), "%d", row->cycle);
        if (watch->plan->cycle_count > 0)
            find(watch, UNKNOWN_CYCLE, row, (struct base_text){number, (size_t)length}, nothing);
        return;
    }
    cycle->has_rows = true;
    uint32_t *known = organisation_of(cycle, person);
    if (*known == EVALUATION_NONE)
        *known = home;
    if (home == EVALUATION_NONE || *known == home || *known == COUNTED)
        return;
    find(watch, TWO_ORGANISATIONS, row, base_text_of(watch->organisations.all.list[*known]),
         organisation);
    *known = COUNTED;
}

void answers_watch_row(struct answers_watch *watch, const struct evaluation_row *row)
{
    struct base_text question = base_text_trim(row->question);
    look_at_person(watch, row);
    if (base_text_starts_with(question, BASE_TEXT("@")))
        look_at_reserved(watch, row, question);
    else if (number_of(&watch->questions, question) >= watch->questions.declared)
        find(watch, UNKNOWN_QUESTION, row, question, nothing);
}

/* Names in filters and groups that no row has. */
struct absent {
    const struct answers_watch *watch;
    size_t count, analysis; /* `analysis` and `name` of the first */
    const char *name;
};

static bool has_rows(const struct answers_watch *watch, enum evaluation_unit unit, const char *name)
{
    const struct watched_names *names = unit == EVALUATION_UNIT_ORGANISATION ? &watch->organisations
                                        : unit == EVALUATION_UNIT_ACTOR_TYPE ? &watch->actor_types
                                                                             : &watch->participants;
    uint32_t number = evaluation_interner_find(&names->all, base_text_of(name));
    return number != EVALUATION_NONE &&
           (unit != EVALUATION_UNIT_ACTOR_TYPE || number >= watch->actor_types.declared ||
            watch->type_has_rows[number]);
}

static void look_for(struct absent *absent, size_t analysis, enum evaluation_unit unit,
                     const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        /* The empty text stands for rows that do not have the attribute. */
        if (list[i][0] == '\0' || has_rows(absent->watch, unit, list[i]))
            continue;
        if (absent->count++ > 0)
            continue;
        absent->analysis = analysis;
        absent->name = shown(absent->watch, base_text_of(list[i]));
    }
}

static void look_for_filter(struct absent *absent, size_t analysis,
                            const struct evaluation_filter *filter)
{
    look_for(absent, analysis, EVALUATION_UNIT_PARTICIPANT, filter->participant.list,
             filter->participant.count);
    look_for(absent, analysis, EVALUATION_UNIT_ORGANISATION, filter->organisation.list,
             filter->organisation.count);
    look_for(absent, analysis, EVALUATION_UNIT_ACTOR_TYPE, filter->actor_type.list,
             filter->actor_type.count);
}

static struct absent find_absent(const struct answers_watch *watch)
{
    const struct evaluation_plan *plan = watch->plan;
    struct absent absent = {.watch = watch};
    for (size_t i = 0; i < plan->analysis_count; i++) {
        const struct evaluation_analysis *analysis = &plan->analyses[i];
        look_for_filter(&absent, i, &analysis->filter);
        for (size_t j = 0; j < analysis->release_count; j++) {
            const struct evaluation_release *release = &analysis->releases[j];
            look_for_filter(&absent, i, &release->filter);
            look_for(&absent, i, EVALUATION_UNIT_PARTICIPANT, release->excluded,
                     release->exclude_count);
            look_for(&absent, i, EVALUATION_UNIT_PARTICIPANT, release->overridden,
                     release->override_count);
        }
        if (analysis->first != NULL && analysis->group != EVALUATION_UNIT_ALL)
            look_for(&absent, i, analysis->group, &analysis->first, 1);
        if (analysis->second != NULL && analysis->group != EVALUATION_UNIT_ALL)
            look_for(&absent, i, analysis->group, &analysis->second, 1);
    }
    return absent;
}

/* The end of a message that told of the first. */
static const char *others(const struct answers_watch *watch, size_t count)
{
    if (count == 1)
        return "";
    return base_arena_format(watch->arena, "; %zu such rows", count);
}

static const char *nearest_question_of(const struct answers_watch *watch, const char *name)
{
    struct nearest nearest = {.wanted = base_text_of(name)};
    for (uint32_t i = 0; i < watch->questions.declared; i++)
        nearest_try(&nearest, base_text_of(watch->questions.all.list[i]));
    return nearest_question(&nearest, watch->arena);
}

static void tell_of_rows(const struct answers_watch *watch, const char *file,
                         struct aggregator_problems *warnings)
{
    const struct finding *all = watch->findings, *each = &all[UNKNOWN_VALUE];
    if (each->count > 0)
        aggregator_problem_line(warnings, file, each->line,
                                "warning: \"%s\" is no value of %s (%s)%s", each->second,
                                each->first,
                                strcmp(each->first, EVALUATION_DELIVERY) == 0
                                    ? "delivered, declined, undeliverable, other or ineligible"
                                    : "1 or 0",
                                others(watch, each->count));
    each = &all[UNKNOWN_RESERVED];
    if (each->count > 0)
        aggregator_problem_line(warnings, file, each->line,
                                "warning: \"%s\" is no question that is known; with @ there are "
                                "invited, delivery, started, attended, assigned and referrer%s",
                                each->first, others(watch, each->count));
    each = &all[UNKNOWN_QUESTION];
    if (each->count > 0)
        aggregator_problem_line(
            warnings, file, each->line, "warning: the plan has no question \"%s\"%s%s", each->first,
            others(watch, each->count), nearest_question_of(watch, each->first));
    each = &all[UNKNOWN_TYPE];
    if (each->count > 0)
        aggregator_problem_line(warnings, file, each->line,
                                "warning: \"%s\" is none of the plan's actor_types%s", each->first,
                                others(watch, each->count));
    each = &all[UNKNOWN_CYCLE];
    if (each->count > 0)
        aggregator_problem_line(warnings, file, each->line,
                                "warning: %s is none of the plan's cycles%s", each->first,
                                others(watch, each->count));
    each = &all[TWO_ORGANISATIONS];
    if (each->count > 0)
        aggregator_problem_line(warnings, file, each->line,
                                "warning: \"%s\" is the participant's second organisation in this "
                                "cycle, after \"%s\"; of that kind: %zu",
                                each->second, each->first, each->count);
}

static void tell_of_cycles(const struct answers_watch *watch, const char *file,
                           struct aggregator_problems *warnings)
{
    const struct evaluation_plan *plan = watch->plan;
    size_t count = 0, first = 0;
    for (size_t i = plan->cycle_count; i-- > 0;) {
        if (watch->cycles[i].has_rows)
            continue;
        count++;
        first = i;
    }
    if (count == 0)
        return;
    const char *more =
        count == 1 ? "" : base_arena_format(watch->arena, "; %zu such cycles", count);
    aggregator_problem_at(warnings, file, base_arena_format(watch->arena, "/cycles/%zu", first),
                          "warning: no row of the data is of cycle %d%s", plan->cycles[first],
                          more);
}

void answers_watch_tell(const struct answers_watch *watch, const char *plan_file,
                        const char *data_file, struct aggregator_problems *warnings)
{
    struct absent absent = find_absent(watch);
    tell_of_cycles(watch, plan_file, warnings);
    if (absent.count > 0) {
        const char *more = absent.count == 1
                               ? ""
                               : base_arena_format(watch->arena, "; %zu such names", absent.count);
        aggregator_problem_at(warnings, plan_file,
                              base_arena_format(watch->arena, "/analyses/%zu", absent.analysis),
                              "warning: \"%s\" occurs in no row of the data%s", absent.name, more);
    }
    tell_of_rows(watch, data_file, warnings);
}
