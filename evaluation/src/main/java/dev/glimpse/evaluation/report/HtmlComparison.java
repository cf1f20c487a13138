package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.Comparison;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.run.AnswerRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Two runs over the same questions as one page of HTML that loads nothing: how they differ, and
/// the rows that flipped with their images and both answers.
public final class HtmlComparison {
    private HtmlComparison() {}

    /// One of the runs.
    ///
    /// @param name as its folder is called
    /// @param graded its answers, in the same order as the other's
    /// @param rows what was said
    public record Side(String name, List<Graded> graded, Collection<AnswerRow> rows) {
        public Side {
            graded = List.copyOf(graded);
            rows = List.copyOf(rows);
        }
    }

    /// The page.
    public static String of(Comparison comparison, Side first, Side second, QuestionImages images) {
        var html = new Html();
        html.raw("<p class=\"headline\">")
                .text(String.format(Locale.ROOT, "%+.2f points", 100 * comparison.difference()))
                .raw(" <small>")
                .text(
                        String.format(
                                Locale.ROOT,
                                "%s less %s over %d questions; p = %.4g (McNemar, exact)",
                                second.name(),
                                first.name(),
                                comparison.units(),
                                comparison.test().pValue()))
                .raw("</small></p>")
                .raw("<table>");
        row(html, "both right", comparison.both());
        row(html, "neither", comparison.neither());
        row(html, "only " + first.name(), comparison.onlyFirst().size());
        row(html, "only " + second.name(), comparison.onlySecond().size());
        html.raw("</table>").element("h2", "What flipped");
        List<QuestionCards.Card> cards = flipped(first, second);
        html.element(
                "p",
                cards.size() + " rows; shown: " + Math.min(cards.size(), QuestionCards.MAX_SHOWN));
        new QuestionCards(images).write(html, cards);
        return HtmlPage.of(first.name() + " and " + second.name(), html);
    }

    private static List<QuestionCards.Card> flipped(Side first, Side second) {
        var before = new AnswerTexts(first.rows());
        var after = new AnswerTexts(second.rows());
        var cards = new ArrayList<QuestionCards.Card>();
        for (int i = 0; i < first.graded().size(); i++) {
            Graded was = first.graded().get(i);
            Graded is = second.graded().get(i);
            if (was.credit() != is.credit()) {
                cards.add(
                        new QuestionCards.Card(
                                was.question(),
                                List.of(
                                        before.of(first.name(), was),
                                        after.of(second.name(), is))));
            }
        }
        return cards;
    }

    private static void row(Html html, String name, int count) {
        html.raw("<tr>").element("th", name).element("td", String.valueOf(count)).raw("</tr>");
    }
}
