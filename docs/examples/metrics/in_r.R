# The examples of the metrics, computed by R: prints a row for each figure as CSV: metric, field,
# value.
#
#   Rscript in_r.R
#
# Needs the packages psych, vegan, multilevel, effectsize, metafor, coin, exactRankTests and igraph
# (in Debian r-cran-...).

folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))

# Answers as a table, a row for each participant, a column for each question of a cycle.
answers <- function(chapter, cycle) {
  data <- read.csv(file.path(folder, chapter, "data.csv"), colClasses = "character")
  data <- data[data$cycle == cycle, ]
  wide <- reshape(data[c("participant", "question", "value")], direction = "wide",
                  idvar = "participant", timevar = "question")
  names(wide) <- sub("^value\\.", "", names(wide))
  asked <- setdiff(names(wide), "participant")
  wide[asked] <- lapply(wide[asked], function(x) suppressWarnings(as.numeric(x)))
  own <- data[match(wide$participant, data$participant), ]
  wide$organisation <- own$organisation
  wide$type <- own$actor_type
  rownames(wide) <- wide$participant
  wide[order(wide$participant), ]
}
pairs_of <- function(first, second, question, other = question) {
  both <- intersect(rownames(first), rownames(second))
  pair <- cbind(pre = first[both, question], post = second[both, other])
  as.data.frame(pair[complete.cases(pair), , drop = FALSE])
}
show <- function(metric, ...) {
  values <- list(...)
  for (field in names(values))
    cat(sprintf("%s,%s,%.17g\n", metric, field, as.numeric(values[[field]])), sep = "")
}

participation <- answers("participation", 1)
present <- table(factor(participation$type[participation[["@attended"]] %in% 1],
                        c("company", "municipality", "union", "university")))
show("participation.diversity", blau = vegan::diversity(present, "simpson"),
     shannon = vegan::diversity(present), effective_types = exp(vegan::diversity(present)),
     inverse_simpson = vegan::diversity(present, "invsimpson"))

reaction <- answers("reaction", 1)
useful <- na.omit(reaction$useful)
of_mean <- t.test(useful)
top <- suppressWarnings(prop.test(sum(useful >= 4), length(useful), correct = FALSE))
show("reaction.item", mean = mean(useful), sd = sd(useful), ci_low = of_mean$conf.int[1],
     ci_high = of_mean$conf.int[2], q1 = quantile(useful, 0.25), median = median(useful),
     q3 = quantile(useful, 0.75), top2 = top$estimate, top2_low = top$conf.int[1],
     top2_high = top$conf.int[2])
climate <- reaction[c("clear", "open", "fair")]
values <- rowMeans(climate[rowSums(!is.na(climate)) >= 2, ], na.rm = TRUE)
show("reaction.scale", mean = mean(values), sd = sd(values), median = median(values),
     ci_low = t.test(values)$conf.int[1], ci_high = t.test(values)$conf.int[2])
complete <- climate[complete.cases(climate), ]
reliability <- suppressWarnings(psych::alpha(complete))
feldt <- psych::alpha.ci(reliability$total$raw_alpha, nrow(complete), ncol(complete), digits = 15)
show("reaction.reliability", alpha = reliability$total$raw_alpha, ci_low = feldt$lower.ci,
     ci_high = feldt$upper.ci, alpha_std = reliability$total$std.alpha,
     mean_inter_item_r = reliability$total$average_r)
factor_model <- factanal(complete, 1)
loadings <- factor_model$loadings[, 1] * apply(complete, 2, sd)
own <- factor_model$uniquenesses * apply(complete, 2, var)
show("reaction.omega", omega = sum(loadings)^2 / (sum(loadings)^2 + sum(own)))

before <- answers("learning", 1)
after <- answers("learning", 2)
skill <- pairs_of(before, after, "skill")
paired <- t.test(skill$post, skill$pre, paired = TRUE)
show("learning.paired", mean_change = paired$estimate, ci_low = paired$conf.int[1],
     ci_high = paired$conf.int[2], t = paired$statistic, df = paired$parameter, p = paired$p.value,
     r = cor(skill$pre, skill$post), d_z = effectsize::cohens_d(skill$post - skill$pre)$Cohens_d,
     g_z = effectsize::hedges_g(skill$post - skill$pre)$Hedges_g)
ranks <- exactRankTests::wilcox.exact(skill$post, skill$pre, paired = TRUE)
show("learning.signed_rank", v_plus = ranks$statistic, p = ranks$p.value)
shift <- pairs_of(before, after, "skill", "skill_then")
shift <- t.test(shift$post, shift$pre, paired = TRUE)
show("learning.retrospective", response_shift.mean_change = shift$estimate,
     response_shift.t = shift$statistic, response_shift.p = shift$p.value)
plans <- pairs_of(before, after, "plans")
turned <- plans$pre != plans$post
show("learning.mcnemar", p = binom.test(sum(plans$post[turned]), sum(turned))$p.value)

transfer <- answers("transfer", 2)
did <- suppressWarnings(prop.test(sum(transfer$did, na.rm = TRUE), sum(!is.na(transfer$did)),
                                  correct = FALSE))
show("transfer.assignment", rate = did$estimate, rate_low = did$conf.int[1],
     rate_high = did$conf.int[2])
show("spread.reach", reach_median = median(transfer$contacts, na.rm = TRUE),
     reach_q3 = quantile(transfer$contacts, 0.75, na.rm = TRUE))

first <- answers("understanding", 1)
second <- answers("understanding", 2)
by_type <- aov(important ~ as.factor(type), data = first)
show("understanding.icc", icc1 = multilevel::ICC1(by_type), icc2 = multilevel::ICC2(by_type),
     f = summary(by_type)[[1]][["F value"]][1], p = summary(by_type)[[1]][["Pr(>F)"]][1])
show("understanding.agreement",
     rwg_mean = mean(multilevel::rwg(first$important, first$type, 2)$rwg),
     awg_mean = mean(multilevel::awg(first$important, first$type, range = c(1, 5))$a.wg,
                     na.rm = TRUE),
     ad_mean_mean = mean(multilevel::ad.m(first$important, first$type)$AD.M),
     ad_median_mean = mean(multilevel::ad.m(first$important, first$type, type = "median")$AD.M))
important <- pairs_of(first, second, "important")
distance <- function(x) abs(x - median(x))
closer <- t.test(distance(important$post), distance(important$pre), paired = TRUE)
spread <- cor.test(important$post + important$pre, important$post - important$pre)
show("understanding.change", ad_change = closer$estimate, ad_ci_low = closer$conf.int[1],
     ad_ci_high = closer$conf.int[2], ad_t = closer$statistic, ad_p = closer$p.value,
     pm_r = spread$estimate, pm_t = spread$statistic, pm_p = spread$p.value)
challenges <- as.matrix(na.omit(first[c("skills", "transport", "housing")]))
order <- friedman.test(challenges)
show("understanding.ranking", chi2 = order$statistic, p = order$p.value,
     w = vegan::kendall.global(t(challenges))$Concordance_analysis["W", 1])

ties <- answers("network", 1)
rated <- ties[, grep("^tie:", names(ties))] >= 2
organisations <- sub("^tie:", "", colnames(rated))
arcs <- which(rated, arr.ind = TRUE)
graph <- igraph::graph_from_data_frame(
  data.frame(ties$organisation[arcs[, 1]], organisations[arcs[, 2]]), vertices = organisations)
together <- igraph::as.undirected(graph)
show("network.structure", edges = igraph::ecount(together),
     density = igraph::edge_density(together), components = igraph::components(together)$no,
     reciprocity = igraph::reciprocity(graph))

cycles <- lapply(1:3, function(cycle) answers("trajectory", cycle))
everybody <- Reduce(intersect, lapply(cycles, rownames))
confident <- sapply(cycles, function(cycle) cycle[everybody, "confident"])
slopes <- apply(confident, 1, function(y) coef(lm(y ~ c(1, 2, 3)))[2])
show("trajectory.slope", mean_slope = mean(slopes), sd_slope = sd(slopes),
     t = t.test(slopes)$statistic, p = t.test(slopes)$p.value)
show("trajectory.friedman", chi2 = friedman.test(confident)$statistic,
     p = friedman.test(confident)$p.value)
long <- data.frame(value = as.vector(t(confident)),
                   cycle = factor(rep(1:3, nrow(confident)), ordered = TRUE),
                   person = factor(rep(everybody, each = 3)))
page <- coin::friedman_test(value ~ cycle | person, data = long, alternative = "greater")
show("trajectory.page", z = coin::statistic(page), p_increasing = coin::pvalue(page))
company <- cycles[[1]][cycles[[1]]$type == "company", "confident"]
municipality <- cycles[[1]][cycles[[1]]$type == "municipality", "confident"]
welch <- t.test(municipality, company)
show("compare.groups", t = welch$statistic, df = welch$parameter, p = welch$p.value,
     ci_low = welch$conf.int[1], ci_high = welch$conf.int[2],
     g_s = metafor::escalc("SMD", m1i = mean(municipality), m2i = mean(company),
                           sd1i = sd(municipality), sd2i = sd(company), n1i = 2, n2i = 2)$yi)
adjusted <- p.adjust(c(t.test(slopes)$p.value, friedman.test(confident)$p.value,
                       coin::pvalue(page)), method = "holm")
show("multiplicity.holm", "adjusted[slope].p_holm" = adjusted[1],
     "adjusted[friedman].p_holm" = adjusted[2], "adjusted[page].p_holm" = adjusted[3])
