/*
 * The claims a programme makes, as the report's first page answers them: a verdict, a headline
 * figure with its interval, and the figures that guard against being fooled.
 *
 * Only data: the words are made of it here in English and Swedish. Everything is published. A
 * figure that is not `published` shows no number, and the page says that it is left out.
 */
#ifndef SURVEYD_PAGES_REPORT_CLAIMS_H
#define SURVEYD_PAGES_REPORT_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which they are shown; each at most once. */
enum pages_claim_kind {
    PAGES_CLAIM_UNDERSTANDING, /* shared understanding of challenges and solutions grew */
    PAGES_CLAIM_ACTORS,        /* new actors joined and broadened perspectives */
    PAGES_CLAIM_COLLABORATION, /* collaboration got denser and crosses sectors */
    PAGES_CLAIM_ASSIGNMENTS,   /* assignments were done and carried into practice */
    PAGES_CLAIM_SPREAD,        /* interest spread beyond the group */
    PAGES_CLAIM_COUNT,
};

enum pages_claim_verdict {
    PAGES_VERDICT_CANNOT_SAY, /* `reason` says why */
    PAGES_VERDICT_GREW,       /* in the sense of the claim: closer views are more understanding */
    PAGES_VERDICT_FELL,
    PAGES_VERDICT_NO_CLEAR_CHANGE,
    PAGES_VERDICT_LEVEL, /* how much there is can be said, but there is nothing to compare with */
};

enum pages_claim_reason {
    PAGES_REASON_NONE,
    PAGES_REASON_NOT_ASKED,  /* no question of the programme bears on it */
    PAGES_REASON_NO_ANSWERS, /* nobody has answered yet */
    PAGES_REASON_ONE_CYCLE,  /* measured once: nothing to compare with */
    PAGES_REASON_FEW,        /* suppressed: could tell of fewer than the minimum group */
    PAGES_REASON_SENSITIVE,  /* the same, or nearly all answers to a sensitive question are alike */
    PAGES_REASON_UNLINKED,   /* people are not followed from cycle to cycle */
    PAGES_REASON_CEILING,    /* agreement cannot be told from the end of the scale */
    PAGES_REASON_UNGUARDED,  /* whether it can be told from the end of the scale is left out */
    PAGES_REASON_GUARD,      /* a guard points the other way */
    PAGES_REASON_COVERAGE,   /* too little of the network was observed */
};

/*
 * What a figure is. Behind each: its unit, and the published result that it comes from.
 * A figure with `from` and `to` is a change: `value` = `after` - `before`.
 */
enum pages_measure {
    /* understanding */
    PAGES_MEASURE_DISTANCE,    /* steps; understanding.change ad_median_*: mean distance from the
                                  median; a change below 0 is closer */
    PAGES_MEASURE_AWG,         /* index to 1; understanding.change awg_* */
    PAGES_MEASURE_AWG_ALL,     /* index to 1; understanding.agreement awg_mean: of all who answered,
                                  over all questions */
    PAGES_MEASURE_RWG,         /* index 0..1; understanding.change rwg_* or .agreement rwg_j */
    PAGES_MEASURE_CONCORDANCE, /* index 0..1; understanding.ranking w: same order of challenges */
    PAGES_MEASURE_BETWEEN_TYPES, /* index to 1; understanding.icc icc1 by actor type */
    PAGES_MEASURE_MEAN,          /* steps; mean of a question or scale */
    PAGES_MEASURE_COMPOSITION,   /* steps; trajectory.overlap: change due to who was there */
    PAGES_MEASURE_FOLLOWED,      /* people in both cycles, of `reference` who answered the first */
    /* actors */
    PAGES_MEASURE_NEW_TYPES,         /* actor types never present before */
    PAGES_MEASURE_NEW_ORGANISATIONS, /* organisations never present before */
    PAGES_MEASURE_NEW_PEOPLE,        /* people never present before */
    PAGES_MEASURE_OBSERVED_TYPES,    /* types present, of `reference` declared */
    PAGES_MEASURE_EFFECTIVE_TYPES,   /* number, one decimal; participation.diversity */
    /* collaboration */
    PAGES_MEASURE_DENSITY,     /* share of the pairs of organisations that work together; a change
                                  is on the same pairs; n: pairs */
    PAGES_MEASURE_NEW_TIES,    /* pairs that work together now and did not; `reference`: those that
                                  did and do not any more; n: pairs */
    PAGES_MEASURE_CROSS_SHARE, /* share of the ties that cross actor types; `reference`: what
                                  random mixing would give; n: ties */
    PAGES_MEASURE_COVERAGE,    /* share of the network that was observed */
    PAGES_MEASURE_JACCARD,     /* share kept of all ties of both cycles; n: pairs */
    /* assignments */
    PAGES_MEASURE_ASSIGNMENT_DONE,   /* share of those who said; transfer.assignment */
    PAGES_MEASURE_ASSIGNMENT_BOUNDS, /* `low`, `high`: had nobody, had everybody of the silent done
                                        it; no value */
    PAGES_MEASURE_APPLIED,           /* share; transfer.application */
    PAGES_MEASURE_APPLIED_BOUNDS,
    /* spread */
    PAGES_MEASURE_TOLD,          /* share who told others; spread.reach */
    PAGES_MEASURE_REACH_MEDIAN,  /* people told, median */
    PAGES_MEASURE_LARGEST_SHARE, /* share of the total that the largest answer makes */
    PAGES_MEASURE_REFERRED,      /* newcomers who came through somebody, of `reference` newcomers */
    PAGES_MEASURE_COUNT,
};

/* Why a figure is not published. */
enum pages_absence {
    PAGES_ABSENCE_NOT_MEASURED,
    PAGES_ABSENCE_LEFT_OUT,  /* by disclosure control */
    PAGES_ABSENCE_UNDEFINED, /* the answers do not give it */
};

/* Shares are 0..1. A number that is not known or does not apply is NAN, a count -1. */
struct pages_figure {
    enum pages_measure measure;
    bool published;
    enum pages_absence absence; /* of a figure that is not published */
    const char *subject;        /* text of the question or scale, in the page's language; or NULL */
    int from;                   /* cycle; 0: not a change */
    int to;                     /* cycle; 0: over all cycles */
    double value;
    double before, after; /* of a change */
    bool has_interval;
    double low, high;     /* 95 % confidence interval of `value`; or the bounds */
    double reference;     /* what the figure is read against; see the measure */
    int n;                /* people, or as the measure says */
    double p;             /* adjusted for its family (Holm) */
    const char *analysis; /* id of the published result, "convergence:c1-c3:x"; or NULL */
    const char *field;    /* of that result, "ad_change"; or NULL */
};

enum pages_guard_verdict {
    PAGES_GUARD_UNKNOWN, /* its figure is missing or suppressed */
    PAGES_GUARD_HOLDS,   /* speaks for reading the headline as it stands */
    PAGES_GUARD_WARNS,   /* the headline must be read with care, or not at all */
};

struct pages_guard {
    enum pages_guard_verdict verdict;
    struct pages_figure figure;
};

/* The pictures of the report, to lead to. */
enum pages_picture {
    PAGES_PICTURE_NONE,
    PAGES_PICTURE_RESPONSE,
    PAGES_PICTURE_FLOW,
    PAGES_PICTURE_DIVERSITY,
    PAGES_PICTURE_CONVERGENCE,
    PAGES_PICTURE_PAIRS,
    PAGES_PICTURE_NETWORK,
    PAGES_PICTURE_SHARES,
    PAGES_PICTURE_TREND,
    PAGES_PICTURE_BREAKDOWN,
    PAGES_PICTURE_QUESTIONS,
};

struct pages_claim {
    enum pages_claim_kind kind;
    enum pages_claim_verdict verdict;
    enum pages_claim_reason reason; /* of PAGES_VERDICT_CANNOT_SAY; NONE otherwise */
    struct pages_figure headline;   /* analysis NULL: there is none */
    size_t guard_count;
    const struct pages_guard *guards;
    int people;    /* behind the headline; -1 not known */
    int of_people; /* who could have been: the rest is missing; -1 not known */
    enum pages_picture picture;
    int invited;   /* in the cycle of the headline, the last if it compares; -1 not known */
    int responded; /* of them */
};

#endif
