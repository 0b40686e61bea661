#include "fixture.h"

#include <string.h>

static const char elements[] =
    "{'type': 'radiogroup', 'name': 'r', 'title': {'sv': 'Fråga', 'en': 'Question'}, 'choices': "
    "['Ja tack', 'nej'], 'showOtherItem': true},"
    "{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': ['Å b', 2, 'dont_know'], "
    "'showOtherItem': true, 'showNoneItem': true},"
    "{'type': 'rating', 'name': 's', 'title': 'S', 'rateMax': 3, 'minRateDescription': 'low', "
    "'maxRateDescription': 'high'},"
    "{'type': 'matrix', 'name': 'm', 'title': 'M', 'columns': [1, 2], 'rows': [{'value': 'one', "
    "'text': 'Row one'}, 'two']},"
    "{'type': 'matrixdropdown', 'name': 'd', 'title': 'D', 'rows': ['x'], 'columns': [{'name': "
    "'then', 'title': 'Then', 'cellType': 'rating'}, {'name': 'now', 'title': 'Now', 'cellType': "
    "'rating'}]},"
    "{'type': 'text', 'name': 't', 'title': 'T'},"
    "{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number'},"
    "{'type': 'text', 'name': 'dt', 'title': 'DT', 'inputType': 'date'},"
    "{'type': 'comment', 'name': 'k', 'title': 'K'},"
    "{'type': 'boolean', 'name': 'b', 'title': 'B'},"
    "{'type': 'ranking', 'name': 'o', 'title': 'O', 'choices': ['p', 'q']},"
    "{'type': 'html', 'name': 'h', 'html': 'x'},"
    "{'type': 'matrix', 'name': 'net', 'title': 'Net', 'x-rows': 'organisations', 'columns': [0, "
    "1]}";

static const struct {
    const char *name;
    enum survey_column_kind kind;
    int row, part, choice;
} expected[] = {
    {"r", SURVEY_COLUMN_CODE, -1, -1, -1},
    {"r_other", SURVEY_COLUMN_TEXT, -1, -1, 2},
    {"c_a_b", SURVEY_COLUMN_OPTION, -1, -1, 0},
    {"c_2", SURVEY_COLUMN_OPTION, -1, -1, 1},
    {"c_other_yes", SURVEY_COLUMN_OPTION, -1, -1, 3},
    {"c_none", SURVEY_COLUMN_OPTION, -1, -1, 4},
    {"c_other", SURVEY_COLUMN_TEXT, -1, -1, 3},
    {"s", SURVEY_COLUMN_CODE, -1, -1, -1},
    {"m_one", SURVEY_COLUMN_CODE, 0, -1, -1},
    {"m_two", SURVEY_COLUMN_CODE, 1, -1, -1},
    {"d_x_then", SURVEY_COLUMN_CODE, 0, 0, -1},
    {"d_x_now", SURVEY_COLUMN_CODE, 0, 1, -1},
    {"t", SURVEY_COLUMN_TEXT, -1, -1, -1},
    {"n", SURVEY_COLUMN_NUMBER, -1, -1, -1},
    {"dt", SURVEY_COLUMN_DATE, -1, -1, -1},
    {"k", SURVEY_COLUMN_TEXT, -1, -1, -1},
    {"b", SURVEY_COLUMN_CODE, -1, -1, -1},
    {"o_p", SURVEY_COLUMN_RANK, -1, -1, 0},
    {"o_q", SURVEY_COLUMN_RANK, -1, -1, 1},
    {"net_north_forge", SURVEY_COLUMN_CODE, 0, -1, -1},
    {"net_gnosjo", SURVEY_COLUMN_CODE, 1, -1, -1},
};

static void test_columns(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire =
        fixture_good_questionnaire(arena, fixture_programme(arena), elements);
    assert_int_equal(questionnaire->column_count, LENGTH(expected));
    for (size_t i = 0; i < LENGTH(expected); i++) {
        const struct survey_column *column = &questionnaire->columns[i];
        assert_string_equal(column->name, expected[i].name);
        assert_int_equal(column->kind, expected[i].kind);
        assert_int_equal(column->row, expected[i].row);
        assert_int_equal(column->part, expected[i].part);
        assert_int_equal(column->choice, expected[i].choice);
        assert_int_equal(survey_questionnaire_column(questionnaire, base_text_of(column->name)), i);
        const struct survey_item *item = &questionnaire->items[column->item];
        assert_true(i >= item->column_first && i < item->column_first + item->column_count);
    }
    assert_int_equal(survey_questionnaire_column(questionnaire, BASE_TEXT("absent")), -1);
}

static void test_long_names_are_cut_in_the_middle(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire = fixture_good_questionnaire(
        arena, fixture_programme(arena),
        "{'type': 'matrixdropdown', 'name': 'understanding_of_needs', 'title': 'D', 'rows': "
        "['companies_here'], 'columns': [{'name': 'then', 'title': 'Then', 'cellType': 'rating'}, "
        "{'name': 'now', 'title': 'Now', 'cellType': 'rating'}]},"
        "{'type': 'radiogroup', 'name': 'a2345678901234567890123456789012', 'title': 'T', "
        "'choices': [1, 2], 'showOtherItem': true}");
    assert_string_equal(questionnaire->columns[0].name, "understanding_of_needs_comp_then");
    assert_string_equal(questionnaire->columns[1].name, "understanding_of_needs_compa_now");
    assert_string_equal(questionnaire->columns[2].name, "a2345678901234567890123456789012");
    assert_string_equal(questionnaire->columns[3].name, "a2345678901234567890123456_other");
    for (size_t i = 0; i < questionnaire->column_count; i++) {
        assert_true(strlen(questionnaire->columns[i].name) <= 32);
    }
}

static const char *column_json(struct base_arena *arena, struct json_object *array, size_t index)
{
    return fixture_text(arena, json_object_array_get_idx(array, index));
}

static void test_json(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena);
    const struct survey_questionnaire *questionnaire =
        fixture_good_questionnaire(arena, programme, elements);
    struct json_object *array =
        base_json_own(arena, survey_questionnaire_columns_json(questionnaire, programme));
    assert_int_equal(json_object_array_length(array), LENGTH(expected));
    assert_string_equal(column_json(arena, array, 0),
                        "{'choice':null,'kind':'code','labels':["
                        "{'code':1,'text':{'en':'Ja tack','sv':'Ja tack'}},"
                        "{'code':2,'text':{'en':'nej','sv':'nej'}},"
                        "{'code':96,'text':{'en':'Other','sv':'Annat'}}],"
                        "'name':'r','part':null,'question':'r','row':null,"
                        "'title':{'en':'Question','sv':'Fråga'}}");
    assert_string_equal(column_json(arena, array, 2),
                        "{'choice':'Å b','kind':'option','labels':["
                        "{'code':0,'text':{'en':'Not selected','sv':'Inte vald'}},"
                        "{'code':1,'text':{'en':'Selected','sv':'Vald'}}],"
                        "'name':'c_a_b','part':null,'question':'c','row':null,"
                        "'title':{'en':'C: Å b','sv':'C: Å b'}}");
    assert_string_equal(column_json(arena, array, 7),
                        "{'choice':null,'kind':'code','labels':["
                        "{'code':1,'text':{'en':'1 – low','sv':'1 – low'}},"
                        "{'code':2,'text':{'en':'2','sv':'2'}},"
                        "{'code':3,'text':{'en':'3 – high','sv':'3 – high'}}],"
                        "'name':'s','part':null,'question':'s','row':null,"
                        "'title':{'en':'S','sv':'S'}}");
    struct json_object *then = json_object_array_get_idx(array, 10);
    assert_string_equal(json_object_get_string(base_json_get(then, "row")), "x");
    assert_string_equal(json_object_get_string(base_json_get(then, "part")), "then");
    assert_string_equal(fixture_text(arena, base_json_get(then, "title")),
                        "{'en':'D: x – Then','sv':'D: x – Then'}");
    struct json_object *boolean = json_object_array_get_idx(array, 16);
    assert_string_equal(fixture_text(arena, base_json_get(boolean, "labels")),
                        "[{'code':0,'text':{'en':'No','sv':'Nej'}},"
                        "{'code':1,'text':{'en':'Yes','sv':'Ja'}}]");
    struct json_object *roster = json_object_array_get_idx(array, 20);
    assert_string_equal(fixture_text(arena, base_json_get(roster, "title")),
                        "{'en':'Net: Gnosjö','sv':'Net: Gnosjö'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_long_names_are_cut_in_the_middle),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
