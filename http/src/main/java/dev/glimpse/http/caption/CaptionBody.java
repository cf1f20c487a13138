package dev.glimpse.http.caption;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.BodyShape;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.ImageFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.caption.CaptionLanguage;
import dev.glimpse.runtime.caption.CaptionStyle;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what is to be captioned from a request's body. Immutable.
final class CaptionBody {
    private static final int MAX_SHOWN = 40;
    private static final List<String> STYLES =
            Arrays.stream(CaptionStyle.values()).map(CaptionStyle::toString).toList();
    private static final Field<String> STYLE =
            Field.text(
                    "style",
                    "What kind of caption is wanted.",
                    Schema.oneOf(STYLES).byDefault(Json.text(CaptionStyle.SHORT.toString())));
    private static final Field<String> LANGUAGE =
            Field.text(
                    "language",
                    "The caption's language, where the model knows it: a BCP 47 tag, as `de` or"
                            + " `pt-BR`, or a language's English name.");
    private static final Field<Boolean> STREAM =
            Field.flag("stream", "Whether the caption comes as it is made, in server-sent events.");

    /// All fields.
    static final BodyShape SHAPE =
            new BodyShape(
                    Stream.of(
                                    ImageFields.ONLY_ONE.stream(),
                                    Stream.of(STYLE, LANGUAGE),
                                    GenerationFields.FIELDS.stream(),
                                    ImageOptionFields.FIELDS.stream(),
                                    Stream.of(STREAM))
                            .<Field<?>>flatMap(fields -> fields)
                            .toList(),
                    List.of("image"));

    private final ImageFields images;

    CaptionBody(ContentLimits limits) {
        images = new ImageFields(limits);
    }

    /// A caption that is wanted, checked.
    ///
    /// @param stream whether the client wants it as it is made
    record Request(CaptionStyle style, GenerationRequest generation, boolean stream) {}

    /// Reads a body of either type.
    ///
    /// @throws RequestException if the body is of another type, malformed, or says something that
    ///   is not allowed
    Request read(MediaType type, byte[] body) {
        BodyFields fields = SHAPE.read(type, body);
        Content image = images.readOne(fields);
        CaptionStyle style = fields.get(STYLE).map(CaptionBody::style).orElse(CaptionStyle.SHORT);
        Optional<CaptionLanguage> language = fields.get(LANGUAGE).map(CaptionBody::language);
        String prompt = language.map(style::prompt).orElseGet(style::prompt);
        var generation = new GenerationFields(GenerationRequest.DEFAULT_MAX_TOKENS);
        generation.read(fields);
        Message message = Message.user(image, Content.text(prompt));
        return new Request(
                style, generation.build(List.of(message)), fields.get(STREAM).orElse(false));
    }

    private static CaptionStyle style(String name) {
        return CaptionStyle.named(name)
                .orElseThrow(() -> {
                    String shown =
                            name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name;
                    return invalid(
                            "style",
                            "style is '" + shown + "'; allowed: " + String.join(", ", STYLES));
                });
    }

    private static CaptionLanguage language(String text) {
        try {
            return CaptionLanguage.of(text);
        } catch (IllegalArgumentException e) {
            throw invalid("language", String.valueOf(e.getMessage()));
        }
    }
}
