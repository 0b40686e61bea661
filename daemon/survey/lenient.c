#include "lenient.h"

#include <string.h>

#include "base/json.h"
#include "names.h"

/* How much of a name is left for certain where its middle was cut out. */
#define KEPT_OF_LONG_NAME 10

static bool is_column_of(struct base_text element, struct base_text name)
{
    if (element.length == 0 || element.length >= name.length) {
        return base_text_equal(element, name);
    }
    return base_text_starts_with(name, element) && name.data[element.length] == '_';
}

static bool may_be_cut(struct base_text element, struct base_text name)
{
    return name.length == SURVEY_NAME_LENGTH_MAX && element.length >= KEPT_OF_LONG_NAME &&
           memcmp(name.data, element.data, KEPT_OF_LONG_NAME) == 0;
}

static bool is_meant(struct json_object *object, struct base_text name, bool columns)
{
    struct base_text element = base_json_text(base_json_get(object, "name"));
    if (element.data == NULL || base_json_get(object, "elements") != NULL) {
        return false;
    }
    return columns ? is_column_of(element, name) || may_be_cut(element, name)
                   : base_text_equal(element, name);
}

/* The parser limits how deep a file goes. */
static bool find(struct json_object *value, struct base_text name, bool columns)
{
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            if (find(json_object_array_get_idx(value, i), name, columns)) {
                return true;
            }
        }
    }
    if (!json_object_is_type(value, json_type_object)) {
        return false;
    }
    if (is_meant(value, name, columns)) {
        return true;
    }
    json_object_object_foreach(value, key, member)
    {
        (void)key;
        if (find(member, name, columns)) {
            return true;
        }
    }
    return false;
}

bool survey_lenient_has_question(struct json_object *root, struct base_text name)
{
    return find(root, name, false);
}

bool survey_lenient_has_variable(struct json_object *root, struct base_text name)
{
    return find(root, name, true);
}
