package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.dataset.DataUri;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.run.AnswerRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The part of the page that pages through wrong answers, with their images.
final class WrongAnswers {
    /// More are counted, not shown.
    static final int MAX_SHOWN = 200;

    /// Characters of images on the page at most.
    private static final long MAX_IMAGES = 40L << 20;

    private final QuestionImages images;
    private final Map<String, AnswerRow> rows = new HashMap<>();
    private long imageCharacters;

    WrongAnswers(Report report, QuestionImages images) {
        this.images = images;
        report.rows().forEach(row -> rows.put(row.index(), row));
    }

    void write(Html html, List<Graded> graded) {
        List<Graded> wrong = graded.stream().filter(one -> !one.right()).toList();
        int shown = Math.min(wrong.size(), MAX_SHOWN);
        html.element("h2", "Wrong answers");
        html.element("p", wrong.size() + " of " + graded.size() + " rows; shown: " + shown);
        if (shown == 0) {
            return;
        }
        html.raw("<p class=\"pager\"><button id=\"back\">&larr;</button> <span id=\"at\"></span>")
                .raw(" <button id=\"next\">&rarr;</button></p>");
        wrong.subList(0, shown).forEach(one -> card(html, one));
    }

    private void card(Html html, Graded graded) {
        Question question = graded.question();
        html.raw("<article class=\"card\">");
        html.element("h3", question.index() + " · " + question.placement().l3());
        question.images().forEach(image -> image(html, image));
        if (!question.wording().hint().isEmpty()) {
            html.element("p", question.wording().hint());
        }
        html.element("p", question.wording().question());
        html.raw("<ul>");
        for (Option option : question.options().list()) {
            boolean right = option.letter().equals(question.answer());
            html.raw(right ? "<li class=\"right\">" : "<li>");
            html.text(option.letter() + ". " + option.text()).raw("</li>");
        }
        html.raw("</ul>");
        html.element("p", "right: " + question.answer());
        html.element("p", "read: " + graded.extracted().orElse("nothing"));
        html.element("pre", response(question));
        html.raw("</article>");
    }

    private String response(Question question) {
        AnswerRow row = rows.get(question.index());
        if (row == null) {
            return "";
        }
        return switch (row.outcome()) {
            case AnswerRow.Answered answered -> answered.text();
            case AnswerRow.Failed failed -> "failed: " + failed.why();
        };
    }

    private void image(Html html, ImageSource source) {
        String uri;
        try {
            uri = DataUri.of(images.read(source));
        } catch (DatasetException e) {
            html.element("p", String.valueOf(e.getMessage()));
            return;
        }
        if (imageCharacters + uri.length() > MAX_IMAGES) {
            html.element("p", "(the page has no room for more images)");
            return;
        }
        imageCharacters += uri.length();
        html.raw("<img alt=\"the question's image\" src=\"").text(uri).raw("\">");
    }
}
