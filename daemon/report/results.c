#include "results.h"

#include <math.h>
#include <string.h>

#include "base/json.h"

static struct json_object *parse(struct base_arena *arena, struct base_text text)
{
    struct json_object *object = NULL;
    struct base_json_error error;
    if (!text.data ||
        base_json_parse(arena, text, &base_json_limits_file, &object, &error) != STATUS_OK) {
        return NULL;
    }
    return json_object_is_type(object, json_type_object) ? object : NULL;
}

struct report_results report_results_of(struct base_arena *arena,
                                        const struct store_metric_run *run)
{
    size_t count = run ? run->result_count : 0;
    struct report_result *list = base_arena_array(arena, struct report_result, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct report_result){
            .stored = &run->results[i],
            .published = parse(arena, run->results[i].published),
            .request = parse(arena, run->results[i].request),
        };
    }
    return (struct report_results){.count = count, .list = list};
}

bool report_result_is(const struct report_result *result, const char *metric)
{
    return strcmp(result->stored->metric, metric) == 0;
}

const struct report_result *report_results_next(const struct report_results *results,
                                                const char *metric, int cycle, const char *subject,
                                                size_t *place)
{
    while (*place < results->count) {
        const struct report_result *result = &results->list[(*place)++];
        const char *about = result->stored->subject;
        if (report_result_is(result, metric) && (cycle < 0 || result->stored->cycle == cycle) &&
            (!subject || (about && strcmp(about, subject) == 0))) {
            return result;
        }
    }
    return NULL;
}

const struct report_result *report_results_find(const struct report_results *results,
                                                const char *metric, int cycle, const char *subject)
{
    size_t place = 0;
    return report_results_next(results, metric, cycle, subject, &place);
}

const struct report_result *report_results_by_id(const struct report_results *results,
                                                 const char *id)
{
    for (size_t i = 0; i < results->count; i++) {
        const char *of = results->list[i].stored->id;
        if (of && strcmp(of, id) == 0) {
            return &results->list[i];
        }
    }
    return NULL;
}

double report_number(struct json_object *object, const char *key)
{
    struct json_object *value = base_json_get(object, key);
    bool is_number =
        json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int);
    return is_number ? json_object_get_double(value) : NAN;
}

int report_count(struct json_object *object, const char *key)
{
    double value = report_number(object, key);
    return isnan(value) || value < 0 || value > 1e9 ? -1 : (int)value;
}

const char *report_text(struct json_object *object, const char *key)
{
    struct json_object *value = base_json_get(object, key);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

int report_variable_cycle(const struct report_result *result, const char *key)
{
    int cycle = report_count(base_json_get(result->request, key), "cycle");
    return cycle > 0 ? cycle : 0;
}

const char *report_variable_name(const struct report_result *result, const char *key)
{
    struct json_object *variable = base_json_get(result->request, key);
    const char *question = report_text(variable, "question");
    return *question ? question : report_text(variable, "scale");
}
