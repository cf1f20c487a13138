package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.dataset.DataUri;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import java.util.List;

/// Questions with their images and what was answered, one at a time to page through.
final class QuestionCards {
    /// More are counted, not shown.
    static final int MAX_SHOWN = 200;

    /// Characters of images on the page at most.
    private static final long MAX_IMAGES = 40L << 20;

    private final QuestionImages images;
    private long imageCharacters;

    /// @param images has those of the questions
    QuestionCards(QuestionImages images) {
        this.images = images;
    }

    /// A question and what was said.
    record Card(Question question, List<Said> said) {}

    /// An answer.
    ///
    /// @param who answered, where there are several; else empty
    /// @param read what the rule read in it
    /// @param text as the model gave it
    record Said(String who, String read, String text) {}

    void write(Html html, List<Card> cards) {
        if (cards.isEmpty()) {
            return;
        }
        html.raw(
                        "<p class=\"pager\"><button id=\"back\""
                            + " aria-label=\"previous\">&larr;</button> <span id=\"at\"></span>")
                .raw(" <button id=\"next\" aria-label=\"next\">&rarr;</button></p>");
        cards.subList(0, Math.min(cards.size(), MAX_SHOWN)).forEach(one -> card(html, one));
    }

    private void card(Html html, Card card) {
        Question question = card.question();
        html.raw("<article class=\"card\">");
        html.element("h3", question.index() + " · " + question.placement().l3());
        question.images().forEach(image -> image(html, image));
        question.video().ifPresent(video -> html.element("p", "video " + video));
        if (!question.wording().hint().isEmpty()) {
            html.element("p", question.wording().hint());
        }
        html.element("p", question.wording().question());
        html.raw("<ul>");
        for (Option option : question.options().list()) {
            html.raw(item(option, card));
            html.text(option.letter() + ". " + option.text()).raw("</li>");
        }
        html.raw("</ul>");
        html.element("p", "right: " + String.join(" | ", question.answers()));
        for (Said said : card.said()) {
            html.element(
                    "p", (said.who().isEmpty() ? "" : said.who() + ", ") + "read: " + said.read());
            html.element("pre", said.text());
        }
        html.raw("</article>");
    }

    /// The right option has a mark, and so has a wrong one that was given.
    private static String item(Option option, Card card) {
        if (option.letter().equals(card.question().answer())) {
            return "<li class=\"right\">";
        }
        boolean given = card.said().stream().anyMatch(said -> said.read().equals(option.letter()));
        return given ? "<li class=\"given\">" : "<li>";
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
