#include "fixture.h"

#include <string.h>

#define Q "'type': 'text', 'name': 'q', 'title': 'T'"
#define RADIO "'type': 'radiogroup', 'name': 'q', 'title': 'T'"
#define CHECK "'type': 'checkbox', 'name': 'q', 'title': 'T'"
#define RATE "'type': 'rating', 'name': 'q', 'title': 'T'"
#define MATRIX "'type': 'matrix', 'name': 'q', 'title': 'T'"
#define DROP "'type': 'matrixdropdown', 'name': 'q', 'title': 'T', 'rows': ['a']"
#define NUMBER "'type': 'text', 'inputType': 'number', 'name': 'q', 'title': 'T'"
#define DATE "'type': 'text', 'inputType': 'date', 'name': 'q', 'title': 'T'"
#define E "/pages/0/elements/0"

/* Elements with mistakes, and the problem that must be reported about each. */
static const struct {
    const char *elements, *pointer, *code;
} bad[] = {
    /* what an element is */
    {"5", E, "wrong_type"},
    {"{'name': 'q'}", E, "missing_property"},
    {"{'type': 'text', 'title': 'T'}", E, "missing_property"},
    {"{'type': 'radiogrup', 'name': 'q'}", E "/type", "unknown_type"},
    {"{'type': 'file', 'name': 'q'}", E "/type", "unknown_type"},
    {"{'type': 'signaturepad', 'name': 'q'}", E "/type", "unknown_type"},
    {"{'type': 5, 'name': 'q'}", E "/type", "wrong_type"},
    {"{'type': 'text', 'name': 'Q 1', 'title': 'T'}", E "/name", "not_a_name"},
    {"{'type': 'text', 'name': 'a234567890123456789012345678901234', 'title': 'T'}", E "/name",
     "not_a_name"},
    {"{'type': 'text', 'name': '_a', 'title': 'T'}", E "/name", "not_a_name"},
    {"{'type': 'text', 'name': 'actor_type', 'title': 'T'}", E "/name", "reserved_name"},
    {"{'type': 'text', 'name': 'organisation', 'title': 'T'}", E "/name", "reserved_name"},
    {"{'type': 'text', 'name': 'with', 'title': 'T'}", E "/name", "reserved_name"},
    {"{" Q "}, {" Q "}", "/pages/0/elements/1/name", "duplicate"},
    {"{'type': 'text', 'name': 'q'}", E, "missing_title"},
    /* properties outside of the subset */
    {"{" Q ", 'colCount': 2}", E "/colCount", "unknown_property"},
    {"{" Q ", 'requried': true}", E "/requried", "unknown_property"},
    {"{" Q ", 'choices': [1]}", E "/choices", "unknown_property"},
    {"{" Q ", 'min': 1}", E "/min", "unknown_property"},
    {"{" NUMBER ", 'maxLength': 1}", E "/maxLength", "unknown_property"},
    {"{" DATE ", 'step': 1}", E "/step", "unknown_property"},
    {"{" RADIO ", 'choices': [1, 2], 'hasOther': true}", E "/hasOther", "unknown_property"},
    {"{" RADIO ", 'choices': [1, 2], 'minSelectedChoices': 1}", E "/minSelectedChoices",
     "unknown_property"},
    {"{'type': 'html', 'name': 'n', 'html': 'x', 'isRequired': true}", E "/isRequired",
     "unknown_property"},
    {"{" Q ", 'x-role': 'consent'}", E "/x-role", "unknown_property"},
    {"{'type': 'boolean', 'name': 'q', 'title': 'T', 'x-role': 'consent'}", E, "consent_optional"},
    {"{" Q ", 'inputType': 'email'}", E "/inputType", "unsupported_input_type"},
    {"{" Q ", 'inputType': 'tel'}", E "/inputType", "unsupported_input_type"},
    {"{" Q ", 'inputType': 'range'}", E "/inputType", "unsupported_input_type"},
    /* values of the wrong type */
    {"{" Q ", 'isRequired': 'true'}", E "/isRequired", "wrong_type"},
    {"{'type': 'text', 'name': 'q', 'title': 5}", E "/title", "wrong_type"},
    {"{'type': 'text', 'name': 'q', 'title': {'sv': 'T'}}", E "/title", "missing_translation"},
    {"{" Q ", 'description': []}", E "/description", "wrong_type"},
    {"{" Q ", 'maxLength': 0}", E "/maxLength", "out_of_range"},
    {"{" Q ", 'maxLength': 20000}", E "/maxLength", "out_of_range"},
    {"{'type': 'comment', 'name': 'q', 'title': 'T', 'rows': 0}", E "/rows", "out_of_range"},
    {"{" NUMBER ", 'min': '1'}", E "/min", "wrong_type"},
    {"{" NUMBER ", 'min': 5, 'max': 1}", E "/max", "out_of_range"},
    {"{" NUMBER ", 'step': 0}", E "/step", "out_of_range"},
    {"{" DATE ", 'min': '2026-02-30'}", E "/min", "not_a_date"},
    {"{" DATE ", 'min': 20260201}", E "/min", "wrong_type"},
    {"{" DATE ", 'min': '2026-02-02', 'max': '2026-02-01'}", E "/max", "out_of_range"},
    /* choices */
    {"{" RADIO "}", E, "missing_property"},
    {"{" RADIO ", 'choices': []}", E "/choices", "empty"},
    {"{" RADIO ", 'choices': {}}", E "/choices", "wrong_type"},
    {"{" RADIO ", 'choices': [{'text': 'a'}]}", E "/choices/0", "missing_property"},
    {"{" RADIO ", 'choices': [{'value': 1, 'label': 'a'}]}", E "/choices/0/label",
     "unknown_property"},
    {"{" RADIO ", 'choices': [{'value': true}]}", E "/choices/0/value", "wrong_type"},
    {"{" RADIO ", 'choices': [[1]]}", E "/choices/0", "wrong_type"},
    {"{" RADIO ", 'choices': ['']}", E "/choices/0", "wrong_type"},
    {"{" RADIO ", 'choices': [1, '1']}", E "/choices/1", "duplicate"},
    {"{" RADIO ", 'choices': [1, '1.0']}", E "/choices/1", "duplicate"},
    {"{" RADIO ", 'choices': ['0', -0.0]}", E "/choices/1", "duplicate"},
    {"{" RADIO ", 'choices': ['a', 'A']}", E "/choices/1", "duplicate"},
    {"{" RADIO ", 'choices': ['a', {'value': 'b', 'text': {'sv': 'B'}}]}", E "/choices/1/text",
     "missing_translation"},
    {"{" RADIO ", 'choices': ['other'], 'showOtherItem': true}", E "/showOtherItem", "duplicate"},
    {"{" CHECK ", 'choices': ['none'], 'showNoneItem': true}", E "/showNoneItem", "duplicate"},
    {"{" CHECK ", 'choices': ['a', 'b'], 'maxSelectedChoices': 3}", E "/maxSelectedChoices",
     "out_of_range"},
    {"{" CHECK ", 'choices': ['a', 'b', 'c'], 'minSelectedChoices': 2, 'maxSelectedChoices': 1}",
     E "/minSelectedChoices", "out_of_range"},
    {"{'type': 'ranking', 'name': 'q', 'title': 'T', 'choices': ['a']}", E "/choices", "too_few"},
    {"{'type': 'ranking', 'name': 'q', 'title': 'T', 'choices': ['a', 'dont_know']}", E "/choices",
     "not_rankable"},
    {"{'type': 'ranking', 'name': 'q', 'title': 'T', 'choices': ['a', 'b'], 'showOtherItem': "
     "true}",
     E "/showOtherItem", "unknown_property"},
    /* ratings */
    {"{" RATE ", 'rateMin': 5, 'rateMax': 5}", E "/rateMax", "out_of_range"},
    {"{" RATE ", 'rateMax': 200}", E "/rateMax", "out_of_range"},
    {"{" RATE ", 'rateStep': 0.5}", E "/rateStep", "out_of_range"},
    {"{" RATE ", 'rateMin': 0, 'rateMax': 5, 'rateStep': 2}", E "/rateStep", "out_of_range"},
    {"{" RATE ", 'rateMin': -50, 'rateMax': 95}", E "/rateMax", "too_many"},
    {"{" RATE ", 'rateMax': 5}", E, "no_end_labels"},
    {"{" RATE ", 'rateValues': [1, 2]}", E "/rateValues", "unknown_property"},
    /* matrices */
    {"{" MATRIX ", 'rows': ['a']}", E, "missing_property"},
    {"{" MATRIX ", 'columns': [1, 2]}", E, "missing_property"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': []}", E "/rows", "empty"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['a', 'a']}", E "/rows/1", "duplicate"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['a.b']}", E "/rows/0", "not_a_row_value"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['!']}", E "/rows/0", "not_a_row_value"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': [{'text': 'a'}]}", E "/rows/0", "missing_property"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': [{'value': 'a', 'visibleIf': 'x'}]}",
     E "/rows/0/visibleIf", "unknown_property"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['a'], 'isAllRowRequired': true}",
     E "/isAllRowRequired", "unknown_property"},
    {"{" MATRIX ", 'columns': [1, 2], 'x-rows': 'people'}", E "/x-rows", "unknown_value"},
    {"{" MATRIX ", 'columns': [1, 2], 'x-rows': 'organisations', 'rows': ['a']}", E "/rows",
     "contradiction"},
    {"{" DROP "}", E, "missing_property"},
    {"{" DROP ", 'columns': [{'name': 'then', 'title': 'A', 'cellType': 'rating'}]}", E "/columns",
     "then_and_now"},
    {"{" DROP ", 'columns': [{'name': 'then', 'title': 'A', 'cellType': 'rating'}, {'name': "
     "'then', 'title': 'B', 'cellType': 'rating'}]}",
     E "/columns", "then_and_now"},
    {"{" DROP ", 'columns': [{'name': 'before', 'title': 'A', 'cellType': 'rating'}, {'name': "
     "'now', 'title': 'B', 'cellType': 'rating'}]}",
     E "/columns/0/name", "unknown_value"},
    {"{" DROP ", 'columns': [{'name': 'then', 'title': 'A', 'cellType': 'text'}, {'name': 'now', "
     "'title': 'B', 'cellType': 'rating'}]}",
     E "/columns/0/cellType", "unknown_value"},
    {"{" DROP ", 'columns': [{'name': 'then', 'title': 'A'}, {'name': 'now', 'title': 'B', "
     "'cellType': 'rating'}]}",
     E "/columns/0", "unknown_value"},
    {"{" DROP ", 'columns': [{'name': 'then', 'title': 'A', 'cellType': 'radiogroup'}, {'name': "
     "'now', 'title': 'B', 'cellType': 'rating'}]}",
     E, "missing_property"},
    {"{" DROP ", 'x-layout': 'grid', 'columns': [{'name': 'then', 'title': 'A', 'cellType': "
     "'rating'}, {'name': 'now', 'title': 'B', 'cellType': 'rating'}]}",
     E "/x-layout", "unknown_value"},
    /* booleans and notes */
    {"{'type': 'boolean', 'name': 'q', 'title': 'T', 'x-role': 'admin'}", E "/x-role",
     "unknown_value"},
    {"{'type': 'html', 'name': 'n'}", E, "missing_property"},
    {"{'type': 'html', 'name': 'n', 'html': '<script>x</script>'}", E "/html", "html_not_allowed"},
    /* conditions */
    {"{" Q ", 'visibleIf': '{a} ='}", E "/visibleIf", "bad_condition"},
    {"{" Q ", 'visibleIf': 5}", E "/visibleIf", "wrong_type"},
    {"{" Q ", 'requiredIf': '{a'}", E "/requiredIf", "bad_condition"},
    {"{" Q ", 'visibleIf': '{absent} = 1'}", E "/visibleIf", "unknown_reference"},
    {"{" Q ", 'visibleIf': '{q} = 1'}", E "/visibleIf", "self_reference"},
    /* alone they mean different things in different places of a SurveyJS condition */
    {"{" Q "}, {'type': 'text', 'name': 'b', 'title': 'T', 'visibleIf': '{q}'}",
     "/pages/0/elements/1/visibleIf", "stands_alone"},
    {"{" Q ", 'visibleIf': 'not {actor_type}'}", E "/visibleIf", "stands_alone"},
    {"{" Q ", 'requiredIf': '5'}", E "/requiredIf", "stands_alone"},
    {"{" Q "}, {'type': 'text', 'name': 'r', 'title': 'T', 'visibleIf': '{q.row} = 1'}",
     "/pages/0/elements/1/visibleIf", "unknown_reference"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['a']}, {'type': 'text', 'name': 'r', 'title': 'T', "
     "'visibleIf': '{q.b} = 1'}",
     "/pages/0/elements/1/visibleIf", "unknown_reference"},
    {"{'type': 'panel', 'visibleIf': '{absent} = 1', 'elements': [{" Q "}]}", E "/visibleIf",
     "unknown_reference"},
    {"{'type': 'html', 'name': 'n', 'html': 'x'}, {" Q ", 'visibleIf': '{n} = 1'}",
     "/pages/0/elements/1/visibleIf", "unknown_reference"},
    /* validators */
    {"{" Q ", 'validators': {}}", E "/validators", "wrong_type"},
    {"{" Q ", 'validators': [{}]}", E "/validators/0", "missing_property"},
    {"{" Q ", 'validators': ['regex']}", E "/validators/0", "wrong_type"},
    {"{" Q ", 'validators': [{'type': 'email'}]}", E "/validators/0/type", "unknown_type"},
    {"{" Q ", 'validators': [{'type': 'expression', 'expression': '{q} = 1'}]}",
     E "/validators/0/type", "unknown_type"},
    {"{" Q ", 'validators': [{'type': 'numeric'}]}", E "/validators/0/type", "wrong_validator"},
    {"{" NUMBER ", 'validators': [{'type': 'text'}]}", E "/validators/0/type", "wrong_validator"},
    {"{" Q ", 'validators': [{'type': 'regex'}]}", E "/validators/0", "missing_property"},
    {"{" Q ", 'validators': [{'type': 'regex', 'regex': '(a'}]}", E "/validators/0/regex",
     "bad_regex"},
    {"{" Q ", 'validators': [{'type': 'text', 'minLength': 5, 'maxLength': 2}]}",
     E "/validators/0/maxLength", "out_of_range"},
    {"{" NUMBER ", 'validators': [{'type': 'numeric', 'min': 5}]}", E "/validators/0/min",
     "unknown_property"},
    {"{" RADIO ", 'choices': [1, 2], 'validators': []}", E "/validators", "unknown_property"},
    /* panels */
    {"{'type': 'panel'}", E, "missing_property"},
    {"{'type': 'panel', 'elements': []}", E "/elements", "empty"},
    {"{'type': 'panel', 'elements': [{" Q "}], 'state': 'collapsed'}", E "/state",
     "unknown_property"},
    /* names of variables */
    {"{'type': 'matrix', 'name': 'a', 'title': 'T', 'columns': [1, 2], 'rows': ['b']}, {'type': "
     "'text', 'name': 'a_b', 'title': 'T'}",
     "/pages/0/elements/1", "column_clash"},
    {"{" MATRIX ", 'columns': [1, 2], 'rows': ['a b', 'a-b']}", E, "column_clash"},
    {"{'type': 'matrix', 'name': 'a2345678901234567890', 'title': 'T', 'columns': [1, 2], 'rows': "
     "['b234567890_x', 'b234567890_y']}",
     E, "column_cut"},
    {"{'type': 'matrix', 'name': 'a23456789012345678901', 'title': 'T', 'columns': [1, 2], "
     "'rows': ['b234567890_x', 'b234567890_y']}",
     E, "column_clash"},
};

static void test_every_mistake_is_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        fixture_questionnaire(arena, fixture_programme(arena), bad[i].elements, &problems);
        if (!fixture_has(&problems, bad[i].pointer, bad[i].code)) {
            fixture_print(&problems);
            fail_msg("%s: no %s at %s", bad[i].elements, bad[i].code, bad[i].pointer);
        }
    }
}

static void test_mistakes_around_the_elements(void **state)
{
    static const struct {
        const char *text, *pointer, *code;
    } cases[] = {
        {"[]", "", "wrong_type"},
        {"{}", "", "missing_property"},
        {"{'pages': []}", "/pages", "empty"},
        {"{'elements': []}", "/elements", "unknown_property"},
        {"{'pages': [5]}", "/pages/0", "wrong_type"},
        {"{'pages': [{}]}", "/pages/0", "missing_property"},
        {"{'pages': [{'elements': [], 'title': {'sv': 'x'}}]}", "/pages/0/title",
         "missing_translation"},
        {"{'pages': [{'elements': [{" Q "}], 'navigationButtonsVisibility': 'hide'}]}",
         "/pages/0/navigationButtonsVisibility", "unknown_property"},
        {"{'pages': [{'elements': [{" Q "}], 'visibleIf': '{x} = 1'}]}", "/pages/0/visibleIf",
         "unknown_reference"},
        {"{'locale': 'Swedish', 'pages': [{'elements': [{" Q "}]}]}", "/locale", "not_a_language"},
        {"{'completedHtml': '<b>x</b>', 'pages': [{'elements': [{" Q "}]}]}", "/completedHtml",
         "html_not_allowed"},
        {"{'showProgressBar': 'top', 'pages': [{'elements': [{" Q "}]}]}", "/showProgressBar",
         "unknown_property"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        survey_problems_init(&problems, arena);
        const struct survey_questionnaire *questionnaire;
        assert_int_equal(
            survey_questionnaire_parse(arena, "q.json", fixture_json(arena, cases[i].text),
                                       fixture_programme(arena), 1, &problems, &questionnaire),
            STATUS_INVALID);
        assert_null(questionnaire);
        if (!fixture_has(&problems, cases[i].pointer, cases[i].code)) {
            fixture_print(&problems);
            fail_msg("%s: no %s at %s", cases[i].text, cases[i].code, cases[i].pointer);
        }
    }
}

static void test_all_mistakes_at_once(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    fixture_questionnaire(arena, fixture_programme(arena),
                          "{" Q ", 'a': 1, 'b': 2}, {'type': 'rating', 'name': 'R', 'c': 1}, "
                          "{'type': 'nothing'}",
                          &problems);
    assert_true(fixture_has(&problems, E "/a", "unknown_property"));
    assert_true(fixture_has(&problems, E "/b", "unknown_property"));
    assert_true(fixture_has(&problems, "/pages/0/elements/1/name", "not_a_name"));
    assert_true(fixture_has(&problems, "/pages/0/elements/1/c", "unknown_property"));
    assert_true(fixture_has(&problems, "/pages/0/elements/2/type", "unknown_type"));
    assert_true(fixture_has(&problems, "/pages/0/elements/2", "missing_property"));
}

static void test_choices_and_codes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire = fixture_good_questionnaire(
        arena, fixture_programme(arena),
        "{'type': 'radiogroup', 'name': 'a', 'title': 'T', 'choices': [3, '7', {'value': 0, "
        "'text': {'sv': 'noll', 'default': 'zero'}}, 'dont_know'], 'showOtherItem': true, "
        "'showNoneItem': true},"
        "{'type': 'dropdown', 'name': 'b', 'title': 'T', 'choices': ['x', 'y', '5']},"
        "{'type': 'checkbox', 'name': 'c', 'title': 'T', 'choices': ['x', 'y'], 'showOtherItem': "
        "true, 'otherText': {'sv': 'Eget', 'en': 'Own'}}");
    const struct survey_item *a = &questionnaire->items[0];
    assert_int_equal(a->choice_count, 6);
    assert_int_equal(a->choices[0].code, 3);
    assert_true(a->choices[0].is_number);
    assert_int_equal(a->choices[1].code, 7);
    assert_false(a->choices[1].is_number);
    assert_int_equal(a->choices[2].code, 0);
    assert_string_equal(a->choices[2].text.in[0], "noll");
    assert_string_equal(a->choices[2].text.in[1], "zero");
    assert_int_equal(a->choices[3].code, SURVEY_CODE_DONT_KNOW);
    assert_int_equal(a->choices[3].role, SURVEY_CHOICE_DONT_KNOW);
    assert_string_equal(a->choices[3].text.in[0], "Vet inte");
    assert_int_equal(a->choices[4].code, SURVEY_CODE_OTHER);
    assert_string_equal(a->choices[4].value, "other");
    assert_string_equal(a->other_text.in[0], "Annat");
    assert_int_equal(a->choices[5].code, SURVEY_CODE_NONE);
    assert_string_equal(a->choices[5].text.in[1], "None of these");
    const struct survey_item *b = &questionnaire->items[1];
    assert_int_equal(b->choices[0].code, 1);
    assert_int_equal(b->choices[2].code, 3);
    assert_string_equal(questionnaire->items[2].other_text.in[1], "Own");
}

static void test_the_kinds(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire = fixture_good_questionnaire(
        arena, fixture_programme(arena),
        "{" NUMBER ", 'min': 0, 'max': 10, 'step': 1},"
        "{'type': 'text', 'name': 'half', 'title': 'T', 'inputType': 'number', 'step': 0.5},"
        "{'type': 'text', 'name': 'day', 'title': 'T', 'inputType': 'date', 'min': '2026-01-31', "
        "'max': '2026-12-31'},"
        "{'type': 'comment', 'name': 'words', 'title': 'T', 'maxLength': 500},"
        "{'type': 'boolean', 'name': 'agree', 'title': 'T', 'x-role': 'consent', 'isRequired': "
        "true, 'labelTrue': 'I agree'},"
        "{'type': 'rating', 'name': 'nps', 'title': 'T', 'rateMin': 0, 'rateMax': 10, "
        "'minRateDescription': 'low', 'maxRateDescription': 'high'},"
        "{'type': 'matrix', 'name': 'net', 'title': 'T', 'x-rows': 'organisations', 'columns': "
        "[0, 1, 2, 3, 4]},"
        "{'type': 'matrixdropdown', 'name': 'know', 'title': 'T', 'rows': ['a', 'b'], 'x-layout': "
        "'turn', 'cellType': 'radiogroup', 'choices': [1, 2, 3], 'columns': [{'name': 'then', "
        "'title': 'Then'}, {'name': 'now', 'title': 'Now', 'isRequired': true, 'cellType': "
        "'rating', 'rateMax': 4, 'minRateDescription': 'lo'}]},"
        "{'type': 'html', 'name': 'note', 'html': '<p>a & b</p>'}");
    const struct survey_item *items = questionnaire->items;
    assert_int_equal(items[0].kind, SURVEY_ITEM_NUMBER);
    assert_true(items[0].whole && items[0].has_minimum && items[0].has_maximum);
    assert_false(items[1].whole || items[1].has_minimum);
    assert_int_equal(items[2].kind, SURVEY_ITEM_DATE);
    assert_true(items[2].minimum == 20260131 && items[2].maximum == 20261231);
    assert_int_equal(items[3].max_length, 500);
    assert_int_equal(items[3].lines, 4);
    assert_true(items[4].is_consent);
    assert_string_equal(items[4].true_text.in[0], "I agree");
    assert_string_equal(items[4].false_text.in[0], "Nej");
    assert_int_equal(items[5].choice_count, 11);
    assert_int_equal(items[5].choices[10].code, 10);
    assert_string_equal(items[5].high_text.in[1], "high");
    assert_true(items[6].rows_are_organisations);
    assert_int_equal(items[6].row_count, 2); /* "late" joins in cycle 2 */
    assert_string_equal(items[6].rows[1].organisation->value, "gnosjo");
    assert_int_equal(items[7].part_count, 2);
    assert_true(items[7].parts_in_turn);
    assert_int_equal(items[7].parts[0].choice_count, 3);
    assert_int_equal(items[7].parts[1].choice_count, 4);
    assert_true(items[7].parts[1].is_required);
    assert_string_equal(items[7].low_text.in[0], "lo");
    assert_string_equal(items[8].html.in[0], "<p>a &amp; b</p>");
    assert_int_equal(items[8].column_count, 0);
    assert_string_equal(items[8].pointer, "/pages/0/elements/8");
    assert_ptr_equal(survey_questionnaire_item(questionnaire, BASE_TEXT("nps")), &items[5]);
    assert_null(survey_questionnaire_item(questionnaire, BASE_TEXT("np")));
}

static void test_pages_and_panels(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    const char *text =
        "{'title': 'S', 'completedHtml': {'sv': '<p>Tack</p>', 'en': '<p>Thanks</p>'}, 'pages': ["
        "{'name': 'first', 'title': 'P1', 'elements': [{" Q "}]},"
        "{'visibleIf': '{q} notempty', 'elements': [{'type': 'panel', 'title': 'X', 'elements': ["
        "{'type': 'panel', 'visibleIf': '{q} = 1', 'elements': [{'type': 'text', 'name': 'r', "
        "'title': 'T'}]}, {'type': 'text', 'name': 's', 'title': 'T'}]}, {'type': 'text', 'name': "
        "'t', 'title': 'T'}]}]}";
    enum base_status status =
        survey_questionnaire_parse(arena, "q.json", fixture_json(arena, text),
                                   fixture_programme(arena), 1, &problems, &questionnaire);
    fixture_print(&problems);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(questionnaire->page_count, 2);
    assert_string_equal(questionnaire->pages[0].name, "first");
    assert_string_equal(questionnaire->pages[1].name, "page2");
    assert_int_equal(questionnaire->pages[1].item_first, 1);
    assert_int_equal(questionnaire->pages[1].item_count, 3);
    assert_int_equal(questionnaire->panel_count, 2);
    assert_int_equal(questionnaire->panels[1].parent, 0);
    assert_int_equal(questionnaire->panels[0].parent, -1);
    assert_non_null(questionnaire->panels[1].visible_if);
    assert_int_equal(questionnaire->items[0].panel, -1);
    assert_int_equal(questionnaire->items[1].panel, 1);
    assert_int_equal(questionnaire->items[2].panel, 0);
    assert_int_equal(questionnaire->items[3].panel, -1);
    assert_int_equal(questionnaire->items[3].page, 1);
    assert_string_equal(questionnaire->thanks.in[0], "<p>Tack</p>");
}

static void test_limits(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena);
    struct survey_problems problems;
    struct base_buffer elements;
    base_buffer_init(&elements, arena);
    for (int i = 0; i < 201; i++) {
        base_buffer_format(&elements, "%s{'type': 'text', 'name': 'q%d', 'title': 'T'}",
                           i > 0 ? "," : "", i);
    }
    assert_null(
        fixture_questionnaire(arena, programme, base_buffer_view(&elements).data, &problems));
    assert_true(fixture_has(&problems, "/pages/0/elements", "too_many"));
    base_buffer_init(&elements, arena);
    for (int i = 0; i < 30; i++) {
        base_buffer_format(&elements,
                           "%s{'type': 'matrix', 'name': 'm%d', 'title': 'T', "
                           "'columns': [1, 2], 'rows': [",
                           i > 0 ? "," : "", i);
        for (int row = 0; row < 40; row++) {
            base_buffer_format(&elements, "%s'r%d'", row > 0 ? "," : "", row);
        }
        base_buffer_string(&elements, "]}");
    }
    assert_null(
        fixture_questionnaire(arena, programme, base_buffer_view(&elements).data, &problems));
    assert_true(fixture_has(&problems, "/pages", "too_many"));
    assert_true(fixture_has(&problems, "/pages", "long"));
    base_buffer_init(&elements, arena);
    for (int i = 0; i < 12; i++) {
        base_buffer_string(&elements, "{'type': 'panel', 'elements': [");
    }
    base_buffer_string(&elements, "{" Q "}");
    for (int i = 0; i < 12; i++) {
        base_buffer_string(&elements, "]}");
    }
    assert_null(
        fixture_questionnaire(arena, programme, base_buffer_view(&elements).data, &problems));
    assert_int_equal(problems.error_count, 1);
}

static void test_a_boolean_compared_with_a_text(void **state)
{
    static const struct {
        const char *condition;
        bool warned;
    } cases[] = {
        {"{done} = \\'yes\\'", true},       {"\\'true\\' <> {done}", true},
        {"{done} anyof [\\'yes\\']", true}, {"{done} = true and {word} = \\'yes\\'", false},
        {"{done} notempty", false},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        assert_non_null(fixture_questionnaire(
            arena, fixture_programme(arena),
            base_arena_format(arena,
                              "{'type': 'boolean', 'name': 'done', 'title': 'T'}, {'type': 'text', "
                              "'name': 'word', 'title': 'T'}, {'type': 'text', 'name': 'why', "
                              "'title': 'T', 'visibleIf': '%s'}",
                              cases[i].condition),
            &problems));
        assert_int_equal(problems.error_count, 0);
        assert_int_equal(fixture_has(&problems, "/pages/0/elements/2/visibleIf", "boolean_text"),
                         cases[i].warned);
    }
}

/* What JavaScript would compare somehow is refused. */
static void test_what_a_condition_cannot_compare(void **state)
{
    static const struct {
        const char *condition;
        const char *code; /* NULL: it is right */
    } cases[] = {
        {"{grid} notempty", NULL},
        {"{grid.r} = 1", NULL},
        {"{grid} = 1", "not_comparable"},
        {"{pair.r} contains 1", "not_comparable"},
        {"{pair.r.now} > 1", NULL},
        {"{order} notempty", NULL},
        {"{order} contains 1", "not_comparable"},
        {"{many} = [1, 2]", NULL},
        {"{many} >= 2", "not_comparable"},
        {"{many} contains {one}", "not_comparable"},
        {"{one} anyof {many}", NULL},
        {"{many} allof {many}", "not_comparable"},
        {"{many} = {one}", "not_comparable"},
        {"{many} contains [1, 2]", NULL},
        {"{one} contains [1, 2]", "not_comparable"},
        {"{one} < [1]", "not_comparable"},
        {"{one} = \\'\\'", NULL},
        {"{one} = \\' \\'", "not_comparable"},
        {"{one} < \\'\\'", "not_comparable"},
        {"{one} anyof [1, \\'\\']", "not_comparable"},
        {"1 empty", "always_the_same"},
        {"!([1] notempty)", "always_the_same"},
    };
    static const char others[] =
        "{'type': 'text', 'name': 'one', 'title': 'T'},"
        "{'type': 'checkbox', 'name': 'many', 'title': 'T', 'choices': [1, 2]},"
        "{'type': 'ranking', 'name': 'order', 'title': 'T', 'choices': [1, 2]},"
        "{'type': 'matrix', 'name': 'grid', 'title': 'T', 'columns': [1, 2], 'rows': ['r']},"
        "{'type': 'matrixdropdown', 'name': 'pair', 'title': 'T', 'rows': ['r'], 'columns': ["
        "{'name': 'then', 'title': 'A', 'cellType': 'rating'},"
        "{'name': 'now', 'title': 'B', 'cellType': 'rating'}]}";
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        const char *elements = base_arena_format(
            arena, "%s, {'type': 'text', 'name': 'why', 'title': 'T', 'requiredIf': '%s'}", others,
            cases[i].condition);
        fixture_questionnaire(arena, fixture_programme(arena), elements, &problems);
        assert_int_equal(problems.error_count, cases[i].code != NULL);
        assert_true(cases[i].code == NULL ||
                    fixture_has(&problems, "/pages/0/elements/5/requiredIf", cases[i].code));
    }
}

static void test_whether_it_asks_for_the_respondent(void **state)
{
#define WORD "{'type': 'text', 'name': 'word', 'title': 'T'"
    static const struct {
        const char *elements;
        bool asks;
    } cases[] = {
        {WORD "}", false},
        {WORD "}, {'type': 'html', 'name': 'h', 'html': 'H', 'visibleIf': '{word} = 1'}", false},
        {WORD ", 'visibleIf': '{actor_type} = \\'company\\''}", true},
        {WORD ", 'requiredIf': '!({organisation} empty)'}", true},
        {"{'type': 'panel', 'visibleIf': '{organisation} notempty', 'elements': [" WORD "}]}",
         true},
        {"{'type': 'matrix', 'name': 'net', 'title': 'T', 'x-rows': 'organisations', 'columns': "
         "[0, 1]}",
         true},
        {WORD "}]}, {'visibleIf': '{actor_type} notempty', 'elements': [{'type': 'html', 'name': "
              "'h', 'html': 'H'}",
         true},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_questionnaire *questionnaire =
            fixture_good_questionnaire(arena, fixture_programme(arena), cases[i].elements);
        assert_int_equal(questionnaire->asks_respondent, cases[i].asks);
    }
#undef WORD
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_mistake_is_reported),
        cmocka_unit_test(test_mistakes_around_the_elements),
        cmocka_unit_test(test_all_mistakes_at_once),
        cmocka_unit_test(test_choices_and_codes),
        cmocka_unit_test(test_the_kinds),
        cmocka_unit_test(test_pages_and_panels),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_a_boolean_compared_with_a_text),
        cmocka_unit_test(test_what_a_condition_cannot_compare),
        cmocka_unit_test(test_whether_it_asks_for_the_respondent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
