/* Published forms of who was there. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "publish_forms.h"

static double least_of(const struct publisher *publisher)
{
    return publisher->programme->minimum_group_size;
}

/* One cycle of a turnover; only its number where fewer people than the minimum were there. */
static struct json_object *presence_json(const struct evaluation_record *cycle, double people,
                                         double least)
{
    static const char *const fields[] = {"present", "new", "continuing", "reentrant", "last_seen"};
    struct json_object *object = json_object_new_object();
    publish_add(object, cycle, "cycle", 0);
    for (size_t i = 0; people >= least && i < sizeof(fields) / sizeof(fields[0]); i++)
        publish_add(object, cycle, fields[i], 0);
    return object;
}

/* Organisations and types stand for the people who came from them, so those are what must be
   enough. */
void publish_turnover(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_analysis of_people = *analysis;
    of_people.unit = EVALUATION_UNIT_PARTICIPANT;
    struct evaluation_result people =
        evaluation_compute(arena, publisher->plan, publisher->data->table, &of_people, NULL, 0);
    const struct evaluation_value *cycles = evaluation_record_find(result->values, "cycles");
    const struct evaluation_value *behind = evaluation_record_find(people.values, "cycles");
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; cycles != NULL && i < cycles->list->count; i++) {
        double present = evaluation_record_number(behind->list->items[i].record, "present");
        json_object_array_add(
            list, presence_json(cycles->list->items[i].record, present, least_of(publisher)));
    }
    json_object_object_add(object, "cycles", list);
}

/* Types of fewer than the minimum (of organisations: of fewer than two) are left out, and, so that
   they cannot be told from the total, at least two of them with together that many. */
static void hide_few(const struct evaluation_record *counts, double least, bool *is_hidden)
{
    for (size_t i = 0; i < counts->count; i++) {
        double count = evaluation_record_number(counts, counts->fields[i].name);
        is_hidden[i] = count > 0 && count < least;
    }
    for (;;) {
        size_t hidden = 0, smallest = SIZE_MAX;
        double together = 0, fewest = INFINITY;
        for (size_t i = 0; i < counts->count; i++) {
            double count = evaluation_record_number(counts, counts->fields[i].name);
            hidden += is_hidden[i];
            together += is_hidden[i] ? count : 0;
            if (!is_hidden[i] && count > 0 && count < fewest) {
                fewest = count;
                smallest = i;
            }
        }
        if (hidden == 0 || (hidden >= 2 && together >= least) || smallest == SIZE_MAX)
            return;
        is_hidden[smallest] = true;
    }
}

void publish_diversity(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result, struct json_object *object)
{
    const struct evaluation_value *counts = evaluation_record_find(result->values, "counts");
    if (counts == NULL || counts->kind != EVALUATION_RECORD)
        return;
    bool is_of_people = analysis->unit == EVALUATION_UNIT_PARTICIPANT;
    bool *is_hidden = base_arena_array(publisher->arena, bool, counts->record->count);
    struct json_object *by_type = json_object_new_object();
    hide_few(counts->record, is_of_people ? least_of(publisher) : 2, is_hidden);
    for (size_t i = 0; i < counts->record->count; i++) {
        const char *type = counts->record->fields[i].name;
        if (is_hidden[i])
            json_object_object_add(by_type, type, NULL);
        else
            publish_add(by_type, counts->record, type, 0);
    }
    json_object_object_add(object, "counts", by_type);
}

/* Who came through somebody is a fact of each newcomer, so enough of them must have come. */
void publish_referral(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object)
{
    (void)analysis;
    const struct evaluation_value *types =
        evaluation_record_find(result->values, "new_actor_types");
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; types != NULL && i < types->list->count; i++)
        json_object_array_add(list, json_object_new_string(types->list->items[i].text));
    json_object_object_add(object, "new_actor_types", list);
    if (evaluation_record_number(result->values, "newcomers") >= least_of(publisher))
        publish_add(object, result->values, "referred", 0);
    else
        json_object_object_add(object, "referred", NULL);
}
