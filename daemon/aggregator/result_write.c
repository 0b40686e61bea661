#include "result_write.h"

#include "base/json.h"

static struct json_object *value_json(const struct evaluation_value *value);

static struct json_object *list_json(const struct evaluation_list *list)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < list->count; i++)
        json_object_array_add(array, value_json(&list->items[i]));
    return array;
}

static struct json_object *value_json(const struct evaluation_value *value)
{
    switch (value->kind) {
    case EVALUATION_INTEGER:
        return json_object_new_int64(value->integer);
    case EVALUATION_NUMBER:
        return base_json_number(value->number);
    case EVALUATION_TEXT:
        return json_object_new_string(value->text);
    case EVALUATION_LIST:
        return list_json(value->list);
    case EVALUATION_RECORD:
        return aggregator_record_json(value->record);
    case EVALUATION_NULL:
        break;
    }
    return NULL;
}

struct json_object *aggregator_record_json(const struct evaluation_record *record)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < record->count; i++)
        json_object_object_add(object, record->fields[i].name,
                               value_json(&record->fields[i].value));
    return object;
}

static struct json_object *text_or_null(const char *text)
{
    return text == NULL ? NULL : json_object_new_string(text);
}

void aggregator_results_write(struct base_buffer *out, const struct evaluation_result *results,
                              size_t count)
{
    base_buffer_string(out, "{\"results\": [");
    for (size_t i = 0; i < count; i++) {
        struct json_object *object = base_json_own(out->arena, json_object_new_object());
        json_object_object_add(object, "id", json_object_new_string(results[i].id));
        json_object_object_add(object, "metric", json_object_new_string(results[i].metric));
        json_object_object_add(object, "reason",
                               text_or_null(evaluation_reason_word(results[i].reason)));
        json_object_object_add(object, "values", aggregator_record_json(results[i].values));
        base_buffer_string(out, i == 0 ? "\n" : ",\n");
        base_buffer_text(out, base_json_write(out->arena, object));
    }
    base_buffer_string(out, "\n]}\n");
}
