package dev.glimpse.runtime.chat;

import dev.glimpse.runtime.jinja.JinjaException;
import dev.glimpse.runtime.jinja.Text;
import dev.glimpse.runtime.jinja.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// Finds out what a template takes by rendering small conversations, as llama.cpp's `common/chat`
/// does: templates do not declare it. Confined to one compilation.
final class TemplateProbe {
    /// What was found.
    ///
    /// @param takesText whether content may be a text rather than a list of parts
    record Findings(boolean takesText, ImagePlacement placement) {}

    private static final String QUESTION = "What is it?";

    private final BiFunction<Value, RenderOptions, Text> template;

    TemplateProbe(BiFunction<Value, RenderOptions, Text> template) {
        this.template = template;
    }

    /// @throws JinjaException if the template renders the question in no form
    Findings findings() {
        var text = attempt(question());
        var parts = attempt(new Value.Sequence(List.of(Conversation.textPart(question()))));
        boolean takesText = text.isPresent() && asks(text.get());
        // A template that prints the list as it is shows the question too, within brackets.
        boolean takesParts =
                parts.isPresent()
                        && asks(parts.get())
                        && (!takesText || parts.get().equals(text.get()));
        if (!takesText && !takesParts) {
            throw refusal();
        }
        return new Findings(
                takesText, takesParts ? placement(parts.get()) : new ImagePlacement.InText());
    }

    private static Text question() {
        return Text.of(QUESTION, Conversation.USER);
    }

    private Optional<Text> attempt(Value content) {
        try {
            return Optional.of(render(content));
        } catch (JinjaException _) {
            return Optional.empty(); // what a template cannot render it does not take
        }
    }

    private Text render(Value content) {
        var message = Conversation.message(Role.USER, content);
        return template.apply(new Value.Sequence(List.of(message)), RenderOptions.ANSWER);
    }

    private static boolean asks(Text text) {
        int at = text.value().indexOf(QUESTION);
        return at >= 0 && text.origin(at) == Conversation.USER;
    }

    private JinjaException refusal() {
        try {
            render(question());
        } catch (JinjaException e) {
            return e;
        }
        return JinjaException.refused("it drops the user's text");
    }

    private ImagePlacement placement(Text withoutImage) {
        return placeholder(withoutImage)
                .filter(placeholder -> countsTwo(withoutImage, placeholder))
                .<ImagePlacement>map(ImagePlacement.AsPart::new)
                .orElse(new ImagePlacement.InTextParts());
    }

    /// What the template writes for an image before the question.
    private Optional<String> placeholder(Text withoutImage) {
        var before = withoutImage.value().substring(0, withoutImage.value().indexOf(QUESTION));
        return attempt(
                        new Value.Sequence(
                                List.of(
                                        Conversation.imagePart(),
                                        Conversation.textPart(question()))))
                .filter(TemplateProbe::asks)
                .map(text -> text.value().substring(0, text.value().indexOf(QUESTION)))
                .filter(text -> text.startsWith(before))
                .map(text -> text.substring(before.length()).strip())
                .filter(text -> !text.isEmpty());
    }

    /// Whether two images are the same placeholder twice, which no other text of the template has.
    private boolean countsTwo(Text withoutImage, String placeholder) {
        var two =
                attempt(
                        new Value.Sequence(
                                List.of(
                                        Conversation.imagePart(),
                                        Conversation.textPart(question()),
                                        Conversation.imagePart())));
        return !withoutImage.value().contains(placeholder)
                && two.isPresent()
                && two.get().value().split(Pattern.quote(placeholder), -1).length == 3;
    }
}
