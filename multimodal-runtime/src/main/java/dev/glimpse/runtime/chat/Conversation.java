package dev.glimpse.runtime.chat;

import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.jinja.Text;
import dev.glimpse.runtime.jinja.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages as the values that a template reads. Confined to one rendering.
final class Conversation {
    /// The origin of text from messages. Image `n` has the origin `USER + 1 + n`.
    static final char USER = 1;

    /// What templates see of an image in text: a character that no template looks for or strips.
    private static final String IMAGE = "\uFFFC";

    /// More images than fit any context.
    private static final int MAX_IMAGES = 10_000;

    private final ImagePlacement placement;
    private final boolean takesText;
    private int images;

    /// @param takesText whether the template takes content that is a text
    Conversation(ImagePlacement placement, boolean takesText) {
        this.placement = placement;
        this.takesText = takesText;
    }

    Value messages(List<Message> messages) {
        return new Value.Sequence(messages.stream().map(this::message).toList());
    }

    /// How many images the messages have; a video is in the place of one.
    int images() {
        return images;
    }

    private Value message(Message message) {
        boolean hasImage = message.content().stream().anyMatch(c -> !(c instanceof Content.Text));
        if (hasImage && message.role() != Role.USER) {
            throw new InvalidRequestException(
                    "a message of role '"
                            + message.role().wireName()
                            + "' has an image; only those of role 'user' can");
        }
        boolean parts = !takesText || (hasImage && !(placement instanceof ImagePlacement.InText));
        return message(message.role(), parts ? parts(message.content()) : text(message.content()));
    }

    static Value message(Role role, Value content) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("role", Text.of(role.wireName(), Text.TEMPLATE));
        fields.put("content", content);
        return Value.Mapping.of(fields);
    }

    /// Texts and images joined by newlines, as OpenBMB's `chat()` joins them.
    private Value text(List<Content> contents) {
        var pieces = new ArrayList<Text>();
        for (var content : contents) {
            if (!pieces.isEmpty()) {
                pieces.add(Text.of("\n", USER));
            }
            pieces.add(
                    switch (content) {
                        case Content.Text text -> Text.of(text.text(), USER);
                        case Content.Picture _, Content.Video _, Content.VideoFile _ ->
                                image(images++);
                    });
        }
        return Text.join(pieces);
    }

    private Value parts(List<Content> contents) {
        return new Value.Sequence(contents.stream().map(this::part).toList());
    }

    private Value part(Content content) {
        return switch (content) {
            case Content.Text text -> textPart(Text.of(text.text(), USER));
            case Content.Picture _, Content.Video _, Content.VideoFile _ ->
                    placement instanceof ImagePlacement.AsPart
                            ? countedImagePart()
                            : textPart(image(images++));
        };
    }

    private Value countedImagePart() {
        image(images++);
        return imagePart();
    }

    static Value textPart(Text text) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("type", Text.of("text", Text.TEMPLATE));
        fields.put("text", text);
        return Value.Mapping.of(fields);
    }

    static Value imagePart() {
        return Value.Mapping.of(Map.of("type", Text.of("image", Text.TEMPLATE)));
    }

    static Text image(int index) {
        if (index >= MAX_IMAGES) {
            throw new InvalidRequestException(
                    "the messages have more than " + MAX_IMAGES + " images");
        }
        return Text.of(IMAGE, (char) (USER + 1 + index));
    }
}
