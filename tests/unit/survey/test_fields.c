#include "fixture.h"

#include <string.h>

static enum base_status decode(struct base_arena *arena, const char *body,
                               const struct survey_field **ret_fields, size_t *ret_count)
{
    struct base_failure failure;
    return survey_fields_decode(arena, base_text_of(body), ret_fields, ret_count, &failure);
}

static void test_decoding(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_field *fields = NULL;
    size_t count = 0;
    assert_int_equal(decode(arena, "a=1&b=x+y%26z&c=&d&a=2&%C3%A5=%C3%B6&&e=1=2", &fields, &count),
                     STATUS_OK);
    assert_int_equal(count, 7);
    assert_true(base_text_equal_string(survey_fields_value(fields, count, "a"), "1"));
    assert_true(base_text_equal_string(survey_fields_value(fields, count, "b"), "x y&z"));
    assert_int_equal(survey_fields_value(fields, count, "c").length, 0);
    assert_non_null(survey_fields_value(fields, count, "c").data);
    assert_int_equal(survey_fields_value(fields, count, "d").length, 0);
    assert_true(base_text_equal_string(survey_fields_value(fields, count, "å"), "ö"));
    assert_true(base_text_equal_string(survey_fields_value(fields, count, "e"), "1=2"));
    assert_null(survey_fields_value(fields, count, "f").data);
    assert_int_equal(decode(arena, "", &fields, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

static void test_what_is_malformed(void **state)
{
    static const char *const bodies[] = {
        "a=%",   "a=%4",        "a=%zz",    "a=%00",          "%00=a",
        "a=%C3", "a=%ED%A0%80", "a=%C0%AF", "a=%F5%80%80%80", "a=1&b=%2"};
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t i = 0; i < LENGTH(bodies); i++) {
        const struct survey_field *fields = NULL;
        size_t count = 0;
        if (decode(arena, bodies[i], &fields, &count) != STATUS_MALFORMED) {
            fail_msg("%s should be refused", bodies[i]);
        }
    }
}

static void test_too_many_fields(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_field *fields = NULL;
    size_t count = 0;
    struct base_buffer body;
    base_buffer_init(&body, arena);
    base_buffer_string(&body, "a=1");
    for (int i = 1; i < 2000; i++) {
        base_buffer_string(&body, "&a=1");
    }
    assert_int_equal(decode(arena, base_buffer_view(&body).data, &fields, &count), STATUS_OK);
    assert_int_equal(count, 2000);
    base_buffer_string(&body, "&a=1");
    assert_int_equal(decode(arena, base_buffer_view(&body).data, &fields, &count),
                     STATUS_TOO_LARGE);
}

static const char elements[] =
    "{'type': 'radiogroup', 'name': 'r', 'title': 'R', 'choices': [1, 2], 'showOtherItem': true},"
    "{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': ['a', 'b', 3]},"
    "{'type': 'checkbox', 'name': 'w', 'title': 'W', 'choices': ['a'], 'showOtherItem': true},"
    "{'type': 'rating', 'name': 's', 'title': 'S'},"
    "{'type': 'matrix', 'name': 'm', 'title': 'M', 'columns': [1, 2], 'rows': ['one', 'two', 3]},"
    "{'type': 'matrixdropdown', 'name': 'd', 'title': 'D', 'rows': ['x', 'y'], 'columns': "
    "[{'name': 'then', 'title': 'T', 'cellType': 'rating'}, {'name': 'now', 'title': 'N', "
    "'cellType': 'rating'}]},"
    "{'type': 'text', 'name': 't', 'title': 'T'},"
    "{'type': 'text', 'name': 'n', 'title': 'N', 'inputType': 'number'},"
    "{'type': 'text', 'name': 'dt', 'title': 'DT', 'inputType': 'date'},"
    "{'type': 'boolean', 'name': 'b', 'title': 'B'},"
    "{'type': 'ranking', 'name': 'o', 'title': 'O', 'choices': ['p', 'q', 5]},"
    "{'type': 'html', 'name': 'h', 'html': 'x'}";

static void test_answers_from_fields(void **state)
{
    static const struct {
        const char *body, *answers;
    } cases[] = {
        {"", "{}"},
        {"_submission=x&_cycle=1&h=1&unknown=1", "{}"},
        {"r=1", "{'r':1}"},
        {"r=9", "{'r':'9'}"},
        {"r=other&r-Comment=mine", "{'r':'other','r-Comment':'mine'}"},
        {"r=&r-Comment=+", "{}"},
        /* whoever writes an own answer means "other", even without having selected it */
        {"r-Comment=mine", "{'r':'other','r-Comment':'mine'}"},
        {"r=1&r-Comment=mine", "{'r':1,'r-Comment':'mine'}"},
        {"w-Comment=mine", "{'w':['other'],'w-Comment':'mine'}"},
        {"w=a&w-Comment=mine", "{'w':['a'],'w-Comment':'mine'}"},
        {"c=a&c=3&c=zz", "{'c':['a',3,'zz']}"},
        {"c=", "{}"},
        {"c=b", "{'c':['b']}"},
        {"s=5&s=4", "{'s':5}"},
        {"m.one=1&m.two=&m.3=2&m.four=1", "{'m':{'3':2,'one':1}}"},
        {"m.one=x", "{'m':{'one':'x'}}"},
        {"d.x.then=1&d.x.now=5&d.y.now=2", "{'d':{'x':{'now':5,'then':1},'y':{'now':2}}}"},
        {"d.x=1", "{}"},
        {"t=+a+b+", "{'t':' a b '}"},
        {"n=3", "{'n':3}"},
        {"n=3,5", "{'n':3.5}"},
        {"n=+7+", "{'n':7}"},
        {"n=1,250", "{'n':'1,250'}"},
        {"n=0,250", "{'n':0.25}"},
        {"n=1+250", "{'n':1250}"},
        {"n=many", "{'n':'many'}"},
        {"dt=2026-11-20", "{'dt':'2026-11-20'}"},
        {"b=true", "{'b':true}"},
        {"b=false", "{'b':false}"},
        {"b=on", "{'b':'on'}"},
        {"o.1=q&o.2=5&o.3=p", "{'o':['q',5,'p']}"},
        {"o.1=q&o.3=p", "{'o':['q',null,'p']}"},
        {"o.2=p", "{'o':[null,'p']}"},
        {"o.1=&o.2=", "{}"},
        {"actor_type=company&organisation=gnosjo",
         "{'actor_type':'company','organisation':'gnosjo'}"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_questionnaire *questionnaire =
            fixture_good_questionnaire(arena, fixture_programme(arena), elements);
        const struct survey_field *fields = NULL;
        size_t count = 0;
        assert_int_equal(decode(arena, cases[i].body, &fields, &count), STATUS_OK);
        const char *answers =
            fixture_text(arena, survey_answers_from_fields(arena, questionnaire, fields, count));
        if (strcmp(answers, cases[i].answers) != 0) {
            fail_msg("%s gave %s", cases[i].body, answers);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decoding),
        cmocka_unit_test(test_what_is_malformed),
        cmocka_unit_test(test_too_many_fields),
        cmocka_unit_test(test_answers_from_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
