#include "sample_pages.h"
#include "sample_parts.h"

#include <math.h>
#include <string.h>

#include "pages/report.h"

#define CYCLES 4
#define STEPS 5

static const char *const agreement_sv[] = {"Instämmer inte alls", "Instämmer knappast",
                                           "Varken eller", "Instämmer delvis", "Instämmer helt"};
static const char *const agreement_en[] = {"Strongly disagree", "Disagree", "Neither", "Agree",
                                           "Strongly agree"};
static const char *const often_sv[] = {"Aldrig", "Sällan", "Ibland", "Ofta", "Alltid"};
static const char *const often_en[] = {"Never", "Seldom", "Sometimes", "Often", "Always"};
static const char *const no_yes_sv[] = {"Nej", "Ja"};
static const char *const no_yes_en[] = {"No", "Yes"};
static const char *const eleven[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};

/* A distribution around `centre`, with its mean and a 95 % interval. */
static struct pages_report_point point(struct base_arena *arena, int cycle, int n, double centre,
                                       size_t categories, int first)
{
    int *percent = base_arena_array(arena, int, categories);
    double *weight = base_arena_array(arena, double, categories);
    double total = 0;
    double mean = 0;
    double square = 0;
    for (size_t i = 0; i < categories; i++) {
        double distance = ((double)i - centre) / ((double)categories / 5);
        weight[i] = exp(-distance * distance / 1.6);
        total += weight[i];
    }
    for (size_t i = 0; i < categories; i++) {
        double share = weight[i] / total;
        percent[i] = (int)lround(share * 100);
        mean += share * (double)((int)i + first);
        square += share * (double)(((int)i + first) * ((int)i + first));
    }
    double half = 2 * sqrt((square - mean * mean) / n);
    return (struct pages_report_point){.cycle = cycle,
                                       .published = true,
                                       .n = n,
                                       .percent = percent,
                                       .mean = mean,
                                       .has_interval = true,
                                       .low = mean - half,
                                       .high = mean + half};
}

static const struct pages_report_point *points(struct base_arena *arena, double start, double end,
                                               size_t categories, int first, int suppressed)
{
    static const int answers[CYCLES] = {26, 24, 19, 22};
    struct pages_report_point *list = base_arena_array(arena, struct pages_report_point, CYCLES);
    for (int i = 0; i < CYCLES; i++) {
        double centre = start + (end - start) * i / (CYCLES - 1);
        list[i] = point(arena, i + 1, answers[i], centre, categories, first);
        if (i + 1 == suppressed)
            list[i] = (struct pages_report_point){.cycle = i + 1};
    }
    return list;
}

/* A yes or no: shares with an interval. */
static const struct pages_report_point *shares(struct base_arena *arena)
{
    static const int yes[CYCLES] = {42, 58, 63, 95};
    struct pages_report_point *list = base_arena_array(arena, struct pages_report_point, CYCLES);
    for (int i = 0; i < CYCLES; i++) {
        int *percent = base_arena_array(arena, int, 2);
        percent[0] = 100 - yes[i];
        percent[1] = yes[i];
        list[i] = (struct pages_report_point){.cycle = i + 1,
                                              .published = i != 2,
                                              .n = 22,
                                              .percent = percent,
                                              .mean = yes[i] / 100.0,
                                              .has_interval = true,
                                              .low = yes[i] / 100.0 - 0.2,
                                              .high = fmin(yes[i] / 100.0 + 0.18, 1),
                                              .is_share = true};
    }
    return list;
}

static const struct pages_report_point *with_nps(struct base_arena *arena)
{
    struct pages_report_point *list = base_arena_array(arena, struct pages_report_point, CYCLES);
    memcpy(list, points(arena, 6.8, 8.4, 11, 0, 0), CYCLES * sizeof(*list));
    for (int i = 0; i < CYCLES; i++) {
        list[i].has_nps = true;
        list[i].nps = -12 + 14 * i;
        list[i].nps_low = list[i].nps - 31;
        list[i].nps_high = list[i].nps + 30;
    }
    return list;
}

void sample_report(const struct pages_site *site, struct base_buffer *out, bool swedish)
{
    struct base_arena *arena = out->arena;
    const char *const *agreement = swedish ? agreement_sv : agreement_en;
    static const char *const languages[] = {"sv", "en"};
    const char *shared = swedish ? "Gemensam förståelse: i vilken grad instämmer du?"
                                 : "Shared understanding: how far do you agree?";
    const struct pages_report_response responses[] = {
        {1, swedish ? "En gemensam bild" : "A shared picture", true, 30, 26, 26 / 30.0, 4,
         PAGES_RESPONSE_CLOSED, false},
        {2, swedish ? "Vägar till kompetens" : "Ways to skills", true, 30, 24, 0.8, 0,
         PAGES_RESPONSE_CLOSED, false},
        {3, swedish ? "Pröva tillsammans" : "Trying together", true, 30, 19, 19 / 30.0, 2,
         PAGES_RESPONSE_OPEN, false},
        {4, swedish ? "Vad vi tar med oss" : "What we take with us", false, 0, 0, 0, -1,
         PAGES_RESPONSE_NOT_OPENED, true},
    };
    const struct pages_report_question questions[] = {
        {"reaction", swedish ? "Upplevd nytta av workshoppen" : "Perceived value of the workshop",
         NULL, 0, NULL, 0, false, CYCLES, points(arena, 2.4, 3.1, STEPS, 1, 2), 1, 5, true, false},
        {"shared_need",
         swedish ? "Vi har en gemensam bild av vilken kompetens som behövs"
                 : "We share a picture of which skills are needed",
         shared, STEPS, agreement, 1, true, CYCLES, points(arena, 1.4, 3.3, STEPS, 1, 0), 1, 5,
         false, false},
        {"shared_cause",
         swedish ? "Vi är överens om varför det är svårt att hitta kompetensen"
                 : "We agree on why the skills are hard to find",
         shared, STEPS, agreement, 1, true, CYCLES, points(arena, 2.2, 3.0, STEPS, 1, 3), 1, 5,
         false, false},
        {"shared_way",
         swedish ? "Vi vet vilka lösningar vi vill pröva tillsammans"
                 : "We know which solutions we want to try together",
         shared, STEPS, agreement, 1, true, CYCLES, points(arena, 0.8, 3.6, STEPS, 1, 0), 1, 5,
         false, false},
        {"contact",
         swedish ? "Hur ofta har du haft kontakt med någon annan i programmet?"
                 : "How often have you been in touch with others in the programme?",
         swedish ? "Samverkan" : "Collaboration", STEPS, swedish ? often_sv : often_en, 0, false,
         CYCLES, points(arena, 0.9, 2.4, STEPS, 0, 4), 0, 4, false, false},
        {"recommend",
         swedish ? "Hur troligt är det att du skulle rekommendera programmet?"
                 : "How likely are you to recommend the programme?",
         swedish ? "Omdöme" : "Reaction", 11, eleven, 0, false, CYCLES, with_nps(arena), 0, 10,
         false, false},
        {"told",
         swedish ? "Har du berättat om programmet för någon utanför gruppen?"
                 : "Have you told anybody outside the group about the programme?",
         swedish ? "Omdöme" : "Reaction", 2, swedish ? no_yes_sv : no_yes_en, 0, false, CYCLES,
         shares(arena), 0, 1, false, true},
    };
    struct pages_report report = {
        .language = swedish ? "sv" : "en",
        .programme = "competence-provision",
        .title = swedish ? "Kompetensförsörjning, metallindustrin"
                         : "Competence provision, metal industry",
        .minimum_group_size = 5,
        .computed = "2026-11-23T17:32:05Z",
        .provenance = swedish ? "Måttdefinitioner version 1, surveyd 0.1.0, 91 svar"
                              : "Metric definitions version 1, surveyd 0.1.0, 91 responses",
        .languages = languages,
        .language_count = 2,
        .response_count = CYCLES,
        .responses = responses,
        .question_count = sizeof(questions) / sizeof(questions[0]),
        .questions = questions,
    };
    sample_parts(&report, swedish);
    pages_report_write(site, &report, out);
}
