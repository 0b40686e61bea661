#include "sample_parts.h"

#include <math.h>

#define TYPES 5
#define CYCLES 4
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *const types_sv[TYPES] = {"Kommun", "Företag", "Högskola eller annan utbildning",
                                            "Region", "Fack eller branschorganisation"};
static const char *const types_en[TYPES] = {"Municipality", "Company",
                                            "University or other education", "Regional authority",
                                            "Union or industry association"};

static const struct pages_presence people[CYCLES] = {
    {1, true, 22, 22, 0, 0, 4, false},
    {2, true, 25, 8, 17, 0, 6, false},
    {3, true, 24, 4, 18, 2, 5, false},
    {4, true, 27, 5, 19, 3, -1, false},
};
static const struct pages_presence organisations[CYCLES] = {
    {1, true, 9, 9, 0, 0, 0, false},
    {2, true, 12, 3, 9, 0, 1, false},
    {3, true, 13, 2, 11, 0, 0, false},
    {4, false, 0, 0, 0, 0, 0, false},
};
static const struct pages_flow flows[] = {
    {PAGES_UNIT_PEOPLE, true, CYCLES, people},
    {PAGES_UNIT_ORGANISATIONS, true, CYCLES, organisations},
};

static const int people_by_type[CYCLES][TYPES] = {
    {5, 10, 5, 2, 0}, {6, 11, 5, 2, 1}, {5, 12, 5, -1, -1}, {6, 12, 6, 2, 1}};
static const int organisations_by_type[CYCLES][TYPES] = {
    {2, 4, 1, 1, 1}, {3, 5, 1, 1, 2}, {3, 6, 1, 1, 2}, {3, 6, 2, 1, 2}};
static const struct pages_diversity_cycle diverse_people[CYCLES] = {
    {1, true, 22, people_by_type[0], 4, 3.4},
    {2, true, 25, people_by_type[1], 5, 3.8},
    {3, true, 24, people_by_type[2], 5, 3.7},
    {4, true, 27, people_by_type[3], 5, 3.9},
};
static const struct pages_diversity_cycle diverse_organisations[CYCLES] = {
    {1, true, 9, organisations_by_type[0], 5, 4.2},
    {2, true, 12, organisations_by_type[1], 5, 4.1},
    {3, true, 13, organisations_by_type[2], 5, 4.0},
    {4, true, 14, organisations_by_type[3], 5, 4.3},
};
static const struct pages_diversity diversities[] = {
    {PAGES_UNIT_PEOPLE, CYCLES, diverse_people},
    {PAGES_UNIT_ORGANISATIONS, CYCLES, diverse_organisations},
};

static struct pages_change change(int n, double mean, double half, double p)
{
    return (struct pages_change){true, n, mean, true, mean - half, mean + half, p};
}

static const struct pages_pair *pairs_of(bool swedish)
{
    static struct pages_pair pairs[4];
    const struct pages_change none = {.p = NAN};
    pairs[0] = (struct pages_pair){"overview",
                                   swedish ? "Överblick över behov, utbud och partner"
                                           : "Overview of needs, offers and partners",
                                   1,
                                   4,
                                   1,
                                   5,
                                   3.1,
                                   3.9,
                                   2.5,
                                   change(16, 0.8, 0.3, 0.002),
                                   change(16, 1.4, 0.4, NAN),
                                   change(16, -0.6, 0.3, NAN),
                                   1.1,
                                   true};
    pairs[1] = (struct pages_pair){"needs",
                                   swedish ? "Jag vet vilken kompetens företagen i Sydland behöver "
                                             "under de närmaste tre åren"
                                           : "I know which skills the companies in Sydland will "
                                             "need over the next three years",
                                   1,
                                   4,
                                   1,
                                   5,
                                   3.4,
                                   3.6,
                                   2.8,
                                   change(16, 0.2, 0.4, 0.31),
                                   change(16, 0.8, 0.3, NAN),
                                   change(16, -0.6, 0.4, NAN),
                                   0.25,
                                   false};
    pairs[2] = (struct pages_pair){
        "offer",
        swedish ? "Jag vet vad utbildarna kan erbjuda" : "I know what the educators can offer",
        1,
        4,
        1,
        5,
        NAN,
        NAN,
        NAN,
        change(15, 0.9, 0.4, 0.004),
        none,
        none,
        1.3,
        false};
    pairs[3] = (struct pages_pair){
        "partners", swedish ? "Jag vet vem jag ska ringa" : "I know whom to call",
        1,          4,
        1,          5,
        NAN,        NAN,
        NAN,        none,
        none,       none,
        NAN,        false};
    return pairs;
}

static const struct pages_pair *convergences_of(bool swedish)
{
    static struct pages_pair list[8];
    static const char *const sv[] = {"Bristen på kompetens är vårt största hinder",
                                     "Ny teknik förändrar vad vi behöver kunna",
                                     "Unga söker sig inte hit",
                                     "Vi löser det bättre tillsammans",
                                     "Gemensamma kurser är en väg framåt",
                                     "Lärandet ska ske på arbetsplatsen",
                                     "Validering ger oss fler sökande",
                                     "Kostnaderna bör delas"};
    static const char *const en[] = {"Lack of skills is what holds us back most",
                                     "New technology changes what we need to know",
                                     "Young people do not come here",
                                     "We solve it better together",
                                     "Joint courses are a way ahead",
                                     "Learning should happen at work",
                                     "Validation brings us more applicants",
                                     "Costs should be shared"};
    static const double values[][3] = {{0.92, 0.55, 0.22}, {0.71, 0.66, 0.2}, {1.02, 0.81, 0.25},
                                       {0.6, 0.31, 0.18},  {0.84, 0.95, 0.3}, {0.9, 0.62, 0.2},
                                       {0.55, 0.58, 0.2},  {0.8, 0.8, 0.24}};
    for (size_t i = 0; i < 8; i++) {
        list[i] = (struct pages_pair){
            .id = "x",
            .text = swedish ? sv[i] : en[i],
            .from = 1,
            .to = 4,
            .minimum = 0,
            .maximum = 2,
            .before = values[i][0],
            .after = values[i][1],
            .then = NAN,
            .change = change(16, values[i][1] - values[i][0], values[i][2], 0.04),
            .effect = NAN,
        };
    }
    list[7].change = (struct pages_change){.p = NAN};
    return list;
}

/* Ties between types: pairs there are, of which `ties`. */
static void fill_cells(struct pages_tie_cell *cells, const int *nodes, double share)
{
    for (int i = 0; i < TYPES; i++) {
        for (int j = 0; j < TYPES; j++) {
            int pairs = i == j ? nodes[i] * (nodes[i] - 1) / 2 : nodes[i] * nodes[j];
            int closeness = (i + j) % 3;
            int ties = (int)lround(pairs * fmin(share * (1.4 - 0.35 * closeness), 1));
            cells[i * TYPES + j] = (struct pages_tie_cell){nodes[i] * nodes[j] > 1, pairs, ties};
        }
    }
    cells[0 * TYPES + 3].published = cells[3 * TYPES + 0].published = false;
    cells[4 * TYPES + 4].published = false;
}

static const struct pages_network *network_of(bool swedish)
{
    static struct pages_tie_cell cells[3][TYPES * TYPES];
    static struct pages_network_cycle cycles[CYCLES];
    static struct pages_network network;
    for (int i = 0; i < 3; i++)
        fill_cells(cells[i], organisations_by_type[i], 0.3 + 0.15 * i);
    cycles[0] = (struct pages_network_cycle){.cycle = 1,
                                             .published = true,
                                             .nodes = 9,
                                             .type_nodes = organisations_by_type[0],
                                             .respondents = 21,
                                             .coverage = 0.82,
                                             .density = 0.28,
                                             .reciprocity = 0.7,
                                             .cross_share = 0.61,
                                             .cross_expected = 0.72,
                                             .cells = cells[0]};
    cycles[1] = cycles[0];
    cycles[1].cycle = 2;
    cycles[1].nodes = 12;
    cycles[1].type_nodes = organisations_by_type[1];
    cycles[1].density = 0.4;
    cycles[1].cells = cells[1];
    cycles[1].from = 1;
    cycles[1].common_pairs = 29;
    cycles[1].kept = 8;
    cycles[1].fresh = 6;
    cycles[1].lost = 2;
    cycles[1].jaccard = 0.5;
    cycles[1].density_from = 0.28;
    cycles[1].density_to = 0.39;
    cycles[2] = cycles[1];
    cycles[2].cycle = 3;
    cycles[2].type_nodes = organisations_by_type[2];
    cycles[2].coverage = 0.66;
    cycles[2].density = 0.52;
    cycles[2].cells = cells[2];
    cycles[2].from = 2;
    cycles[3] = (struct pages_network_cycle){.cycle = 4};
    network = (struct pages_network){
        swedish ? "Hur mycket har din organisation samarbetat med de här organisationerna?"
                : "How much has your organisation worked with these organisations?",
        CYCLES, cycles};
    return &network;
}

static const struct pages_share *shares_of(bool swedish)
{
    static const struct pages_share_point done[] = {
        {2, true, 16, 22, 0.56, 0.33, 0.77, 0.41, 0.68},
        {3, true, 18, 21, 0.72, 0.49, 0.88, 0.62, 0.76},
        {4, false, 0, 0, 0, 0, 0, 0, 0},
    };
    static const struct pages_share_point applied[] = {
        {2, true, 16, 17, 0.38, 0.18, 0.61, 0.35, 0.41},
        {3, true, 17, 18, 0.59, 0.36, 0.78, 0.56, 0.61},
        {4, true, 19, 19, 0.74, 0.51, 0.88, 0.74, 0.74},
    };
    static const struct pages_share_point told[] = {
        {1, true, 20, -1, 0.45, 0.26, 0.66, NAN, NAN},
        {2, true, 22, -1, 0.64, 0.43, 0.8, NAN, NAN},
        {3, true, 19, -1, 0.68, 0.46, 0.85, NAN, NAN},
        {4, true, 23, -1, 0.78, 0.58, 0.9, NAN, NAN},
    };
    static struct pages_share shares[3];
    shares[0] = (struct pages_share){PAGES_MEASURE_ASSIGNMENT_DONE,
                                     swedish ? "Gjorde du hemuppgiften?"
                                             : "Did you do the home assignment?",
                                     COUNT(done), done, true};
    shares[1] = (struct pages_share){
        PAGES_MEASURE_APPLIED,
        swedish ? "Har du haft nytta av det vi arbetade med sedan förra workshoppen?"
                : "Have you used what we worked on since the last workshop?",
        COUNT(applied), applied, false};
    shares[2] = (struct pages_share){PAGES_MEASURE_TOLD,
                                     swedish ? "Har du berättat för någon utanför gruppen?"
                                             : "Have you told anybody outside the group?",
                                     COUNT(told), told, false};
    return shares;
}

static const struct pages_breakdown *breakdowns_of(bool swedish)
{
    static const struct pages_group first[TYPES] = {{true, 5, 3.4, true, 2.3, 4.5},
                                                    {true, 10, 3.9, true, 3.4, 4.4},
                                                    {true, 5, 3.1, true, 2.2, 4.0},
                                                    {.published = false},
                                                    {true, 0, 0, false, 0, 0}};
    static const struct pages_group second[TYPES] = {{true, 6, 3.6, true, 2.8, 4.4},
                                                     {true, 12, 4.4, true, 4.2, 4.7},
                                                     {true, 6, 3.5, true, 2.9, 4.1},
                                                     {.published = false},
                                                     {.published = false}};
    static const struct pages_breakdown_cycle cycles[] = {
        {1, {true, 22, 3.6, true, 3.3, 3.9}, first},
        {4, {true, 27, 4.0, true, 3.7, 4.2}, second},
    };
    static struct pages_breakdown list[1];
    list[0] = (struct pages_breakdown){"reaction",
                                       swedish ? "Upplevd nytta av workshoppen"
                                               : "Perceived value of the workshop",
                                       1,
                                       5,
                                       COUNT(cycles),
                                       cycles};
    return list;
}

static struct pages_figure figure(enum pages_measure measure, int from, int to, double value)
{
    return (struct pages_figure){.measure = measure,
                                 .published = true,
                                 .from = from,
                                 .to = to,
                                 .value = value,
                                 .before = NAN,
                                 .after = NAN,
                                 .reference = NAN,
                                 .n = -1,
                                 .p = NAN,
                                 .analysis = "sample",
                                 .field = "sample"};
}

static struct pages_figure read_against(struct pages_figure figure, double reference)
{
    figure.reference = reference;
    return figure;
}

static struct pages_figure between(struct pages_figure figure, double low, double high)
{
    figure.has_interval = true;
    figure.low = low;
    figure.high = high;
    return figure;
}

static struct pages_figure levels(struct pages_figure figure, double before, double after, int n)
{
    figure.before = before;
    figure.after = after;
    figure.value = after - before;
    figure.n = n;
    return figure;
}

static struct pages_claim understanding(bool swedish)
{
    static struct pages_guard guards[3];
    struct pages_figure headline =
        between(levels(figure(PAGES_MEASURE_DISTANCE, 1, 4, 0), 0.92, 0.55, 16), -0.59, -0.15);
    headline.p = 0.012;
    headline.subject = swedish ? "Bristen på kompetens är vårt största hinder"
                               : "Lack of skills is what holds us back most";
    guards[0] = (struct pages_guard){PAGES_GUARD_HOLDS,
                                     levels(figure(PAGES_MEASURE_AWG, 1, 4, 0), 0.41, 0.68, 16)};
    guards[1] = (struct pages_guard){PAGES_GUARD_WARNS,
                                     read_against(figure(PAGES_MEASURE_FOLLOWED, 0, 4, 16), 26)};
    guards[2] = (struct pages_guard){
        PAGES_GUARD_HOLDS, levels(figure(PAGES_MEASURE_BETWEEN_TYPES, 1, 4, 0), 0.21, 0.04, 22)};
    return (struct pages_claim){PAGES_CLAIM_UNDERSTANDING,
                                PAGES_VERDICT_GREW,
                                PAGES_REASON_NONE,
                                headline,
                                COUNT(guards),
                                guards,
                                16,
                                30,
                                PAGES_PICTURE_CONVERGENCE,
                                30,
                                26};
}

static struct pages_claim actors(void)
{
    static struct pages_guard guards[2];
    guards[0] =
        (struct pages_guard){PAGES_GUARD_HOLDS, figure(PAGES_MEASURE_NEW_ORGANISATIONS, 1, 4, 5)};
    guards[1] = (struct pages_guard){
        PAGES_GUARD_WARNS, read_against(figure(PAGES_MEASURE_OBSERVED_TYPES, 0, 4, 4), 5)};
    return (struct pages_claim){PAGES_CLAIM_ACTORS,
                                PAGES_VERDICT_GREW,
                                PAGES_REASON_NONE,
                                figure(PAGES_MEASURE_NEW_TYPES, 1, 4, 1),
                                COUNT(guards),
                                guards,
                                -1,
                                -1,
                                PAGES_PICTURE_DIVERSITY,
                                30,
                                26};
}

static struct pages_claim collaboration(void)
{
    static struct pages_guard guards[3];
    guards[0] = (struct pages_guard){PAGES_GUARD_WARNS, figure(PAGES_MEASURE_COVERAGE, 0, 3, 0.66)};
    guards[1] = (struct pages_guard){
        PAGES_GUARD_HOLDS, read_against(figure(PAGES_MEASURE_CROSS_SHARE, 0, 3, 0.74), 0.71)};
    guards[2] = (struct pages_guard){PAGES_GUARD_HOLDS, figure(PAGES_MEASURE_JACCARD, 0, 3, 0.6)};
    return (struct pages_claim){PAGES_CLAIM_COLLABORATION,
                                PAGES_VERDICT_GREW,
                                PAGES_REASON_NONE,
                                levels(figure(PAGES_MEASURE_DENSITY, 1, 3, 0), 0.28, 0.54, 29),
                                COUNT(guards),
                                guards,
                                22,
                                30,
                                PAGES_PICTURE_NETWORK,
                                30,
                                26};
}

static struct pages_claim assignments(void)
{
    static struct pages_guard guards[1];
    struct pages_figure headline = between(figure(PAGES_MEASURE_APPLIED, 0, 4, 0.74), 0.51, 0.88);
    headline.n = 19;
    guards[0] = (struct pages_guard){
        PAGES_GUARD_HOLDS, between(figure(PAGES_MEASURE_APPLIED_BOUNDS, 0, 4, NAN), 0.67, 0.76)};
    return (struct pages_claim){PAGES_CLAIM_ASSIGNMENTS,
                                PAGES_VERDICT_LEVEL,
                                PAGES_REASON_NONE,
                                headline,
                                COUNT(guards),
                                guards,
                                19,
                                21,
                                PAGES_PICTURE_SHARES,
                                30,
                                26};
}

static struct pages_claim spread(void)
{
    static struct pages_guard guards[2];
    guards[0] =
        (struct pages_guard){PAGES_GUARD_WARNS, figure(PAGES_MEASURE_LARGEST_SHARE, 0, 4, 0.61)};
    guards[1] = (struct pages_guard){PAGES_GUARD_UNKNOWN, {.measure = PAGES_MEASURE_REFERRED}};
    return (struct pages_claim){.kind = PAGES_CLAIM_SPREAD,
                                .verdict = PAGES_VERDICT_CANNOT_SAY,
                                .reason = PAGES_REASON_FEW,
                                .guard_count = COUNT(guards),
                                .guards = guards,
                                .people = -1,
                                .of_people = -1,
                                .picture = PAGES_PICTURE_SHARES,
                                .invited = -1,
                                .responded = -1};
}

void sample_parts(struct pages_report *report, bool swedish)
{
    static struct pages_claim claims[PAGES_CLAIM_COUNT];
    claims[0] = understanding(swedish);
    claims[1] = actors();
    claims[2] = collaboration();
    claims[3] = assignments();
    claims[4] = spread();
    report->claims = claims;
    report->claim_count = COUNT(claims);
    report->types = swedish ? types_sv : types_en;
    report->type_count = TYPES;
    report->flows = flows;
    report->flow_count = COUNT(flows);
    report->diversities = diversities;
    report->diversity_count = COUNT(diversities);
    report->pairs = pairs_of(swedish);
    report->pair_count = 4;
    report->convergences = convergences_of(swedish);
    report->convergence_count = 8;
    report->network = network_of(swedish);
    report->shares = shares_of(swedish);
    report->share_count = 3;
    report->breakdowns = breakdowns_of(swedish);
    report->breakdown_count = 1;
    report->data = "/report/competence-provision/figures.csv";
}
