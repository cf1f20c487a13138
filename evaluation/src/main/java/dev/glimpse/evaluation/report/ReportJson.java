package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.grade.Confusion;
import dev.glimpse.evaluation.grade.Consistency;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.grade.MmeScore;
import dev.glimpse.evaluation.run.AnswerRow;
import java.math.BigDecimal;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report as JSON. Shares are 0 to 1.
public final class ReportJson {
    private ReportJson() {}

    /// One object on one line.
    public static String of(Report report) {
        return object(report).toString();
    }

    /// One object, indented, with a line break at its end.
    public static String pretty(Report report) {
        return object(report).toPrettyString() + "\n";
    }

    private static ObjectNode object(Report report) {
        Score score = report.score();
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ObjectNode rules = json.putObject("rules");
        score.rules().names().forEach(rules::put);
        ObjectNode about = json.putObject("about");
        report.about().forEach(about::put);
        json.put("rows", score.graded().size());
        json.put("failed", score.failed());
        json.put("unread", score.unread());
        ArrayNode measures = json.putArray("measures");
        score.measures().forEach(measure -> add(measures.addObject(), measure));
        score.mme().ifPresent(mme -> add(json.putObject("mme"), mme));
        ObjectNode figures = json.putObject("figures");
        score.figures().forEach(figure -> figures.put(figure.name(), figure.value()));
        add(json.putObject("consistency"), score.consistency());
        add(json.putObject("confusion"), score.confusion());
        if (!report.rows().isEmpty()) {
            ObjectNode cost = json.putObject("cost");
            cost.put("seconds", report.seconds());
            cost.put("seconds_median", report.secondsAt(0.5));
            cost.put("seconds_95", report.secondsAt(0.95));
            cost.put("prompt_tokens", report.promptTokens());
            cost.put("completion_tokens", report.completionTokens());
        }
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        addFailures(json.putArray("failures"), report);
        return json;
    }

    private static void add(ObjectNode json, Measure measure) {
        json.put("name", measure.name());
        json.put("split", measure.scope().split());
        json.put("level", measure.scope().level().name().toLowerCase(Locale.ROOT));
        json.put("category", measure.scope().category());
        json.put("right", new BigDecimal(measure.accuracy().rightText()));
        json.put("total", measure.accuracy().total());
        json.put("accuracy", measure.accuracy().fraction());
        json.putArray("interval_95").add(measure.interval().low()).add(measure.interval().high());
    }

    private static void add(ObjectNode json, MmeScore mme) {
        json.put("perception", mme.perception());
        json.put("cognition", mme.cognition());
        json.put("total", mme.perception() + mme.cognition());
        ObjectNode tasks = json.putObject("tasks");
        mme.tasks().forEach(task -> tasks.put(task.name(), task.score()));
        ObjectNode decisions = json.putObject("decisions");
        for (MmeScore.Task task : mme.tasks()) {
            MmeScore.Decisions of = task.decisions();
            ObjectNode one = decisions.putObject(task.name());
            one.put("true_positive", of.truePositive());
            one.put("false_negative", of.falseNegative());
            one.put("false_positive", of.falsePositive());
            one.put("true_negative", of.trueNegative());
            one.put("other", of.other());
            one.put("precision", of.precision());
            one.put("recall", of.recall());
        }
    }

    private static void add(ObjectNode json, Consistency consistency) {
        json.put("groups", consistency.groups());
        json.put("consistent", consistency.consistent());
        json.put("consistently_wrong", consistency.consistentlyWrong());
    }

    /// By right answer, then by given one.
    private static void add(ObjectNode json, Confusion confusion) {
        for (String right : confusion.labels()) {
            if (confusion.labels().stream().allMatch(given -> confusion.count(right, given) == 0)) {
                continue;
            }
            ObjectNode row = json.putObject(right);
            confusion.labels().forEach(given -> row.put(given, confusion.count(right, given)));
        }
    }

    private static void addFailures(ArrayNode json, Report report) {
        for (Graded graded : report.score().graded()) {
            if (graded.failed()) {
                ObjectNode failure = json.addObject();
                failure.put("index", graded.question().index());
                failure.put("why", why(report, graded.question().index()));
            }
        }
    }

    private static String why(Report report, String index) {
        for (AnswerRow row : report.rows()) {
            if (row.index().equals(index)
                    && row.outcome() instanceof AnswerRow.Failed(String why)) {
                return why;
            }
        }
        return "no answer";
    }
}
