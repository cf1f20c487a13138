package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.fields.LogitBiasField;
import dev.glimpse.http.fields.ResponseFormatField;
import dev.glimpse.http.wire.FormPart;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.MultipartForm;
import dev.glimpse.runtime.sampling.SamplingOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads a question from a request's body. Immutable.
final class VqaBody {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data";
    private static final List<String> OPTIONS =
            Stream.of(
                            Stream.of("max_tokens"),
                            Arrays.stream(SamplingOption.values()).map(SamplingOption::wireName),
                            Stream.of("logit_bias", "ignore_eos", "dry_sequence_breakers"),
                            Stream.of("response_format", "enable_thinking"),
                            ImageOptionFields.NAMES.stream(),
                            Stream.of("stop", "stream"))
                    .flatMap(names -> names)
                    .toList();
    private static final SequencedSet<String> JSON_FIELDS = names("images", "image", "question");
    private static final SequencedSet<String> IMAGE_FIELDS =
            Collections.unmodifiableSequencedSet(
                    new LinkedHashSet<>(
                            Stream.concat(Stream.of("image"), ImageOptionFields.NAMES.stream())
                                    .toList()));
    private static final SequencedSet<String> FORM_PARTS = names("image", "question");

    private final ContentLimits limits;

    VqaBody(ContentLimits limits) {
        this.limits = limits;
    }

    /// Refuses what [#read] cannot read, before the body is received.
    ///
    /// @throws RequestException if `type` is not one of the two
    void checkType(MediaType type) {
        if (!type.name().equals(JSON) && !type.name().equals(FORM)) {
            throw type.unsupported(JSON + " or " + FORM);
        }
    }

    /// Reads a body of either type.
    ///
    /// @throws RequestException if the body is of another type, malformed, or says something that
    ///   is not allowed
    VqaRequest read(MediaType type, byte[] body) {
        return switch (type.name()) {
            case JSON -> json(JsonFields.of(Json.parse(body), JSON_FIELDS));
            case FORM -> form(MultipartForm.parse(body, type, FORM_PARTS));
            default -> throw type.unsupported(JSON + " or " + FORM);
        };
    }

    private VqaRequest json(JsonFields json) {
        var fields = new VqaFields(limits);
        if (json.has("image") && json.has("images")) {
            throw invalid("image", "there are both \"image\" and \"images\"; send one of them");
        }
        if (json.has("image")) {
            fields.imageCount(1, "image");
            image(fields, "image", json.node("image").orElseThrow());
        } else {
            List<JsonNode> images = json.nodes("images");
            fields.imageCount(images.size(), "images");
            for (int i = 0; i < images.size(); i++) {
                image(fields, "images[" + i + "]", images.get(i));
            }
        }
        fields.imageOptions(
                ImageOptionFields.read(
                        "",
                        json.number(ImageOptionFields.MAX_SLICES),
                        json.flag(ImageOptionFields.NUMBERED)));
        fields.question(json.text("question"));
        fields.generation().maxTokens("max_tokens", json.number("max_tokens"));
        fields.generation().read(json);
        json.flag("stream").ifPresent(fields::stream);
        return fields.build();
    }

    /// An image's data, or an object with options of its own beside it.
    private static void image(VqaFields fields, String param, JsonNode node) {
        if (!node.isObject()) {
            if (!node.isString()) {
                throw JsonFields.wrongType(param, node, "a string or an object");
            }
            fields.image(param, fields.limits().image(param, node.stringValue()));
            return;
        }
        JsonFields image = JsonFields.of(node, IMAGE_FIELDS);
        String data =
                image.text("image")
                        .orElseThrow(() ->
                                invalid(param, param + " has no \"image\"; put its data there"));
        fields.image(
                param,
                fields.limits().image(param + ".image", data),
                ImageOptionFields.read(
                        param + ".",
                        image.number(ImageOptionFields.MAX_SLICES),
                        image.flag(ImageOptionFields.NUMBERED)));
    }

    private VqaRequest form(MultipartForm form) {
        var fields = new VqaFields(limits);
        List<FormPart> images = form.all("image");
        fields.imageCount(images.size(), "image");
        for (int i = 0; i < images.size(); i++) {
            String param = images.size() == 1 ? "image" : "image[" + i + "]";
            if (!images.get(i).isFile()) {
                throw invalid(
                        param,
                        param
                                + " is text; send a file, with curl as -F image=@photo.jpg (mind"
                                + " the @)");
            }
            fields.image(param, images.get(i).content());
        }
        fields.imageOptions(
                ImageOptionFields.read(
                        "",
                        form.text(ImageOptionFields.MAX_SLICES),
                        form.text(ImageOptionFields.NUMBERED)
                                .map(text -> flag(ImageOptionFields.NUMBERED, text))));
        fields.question(form.text("question"));
        generation(form, fields.generation());
        form.text("stream").ifPresent(text -> fields.stream(flag("stream", text)));
        return fields.build();
    }

    private static void generation(MultipartForm form, GenerationFields fields) {
        fields.maxTokens("max_tokens", form.text("max_tokens"));
        fields.numbers(form::text);
        fields.stop(form.all("stop").stream().map(FormPart::text).toList());
        form.text("logit_bias")
                .map(text -> LogitBiasField.read(Json.parseField("logit_bias", text)))
                .ifPresent(fields::logitBias);
        form.text("response_format")
                .map(text -> ResponseFormatField.read(Json.parseField("response_format", text)))
                .ifPresent(fields::format);
        form.text("enable_thinking")
                .ifPresent(text -> fields.enableThinking(flag("enable_thinking", text)));
        form.text("ignore_eos").ifPresent(text -> fields.ignoreEos(flag("ignore_eos", text)));
        List<FormPart> breakers = form.all("dry_sequence_breakers");
        if (!breakers.isEmpty()) {
            fields.dryBreakers(breakers.stream().map(FormPart::text).toList());
        }
    }

    private static boolean flag(String name, String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, name + " is not a flag; expected true or false");
        };
    }

    private static SequencedSet<String> names(String... first) {
        var names = new LinkedHashSet<>(List.of(first));
        names.addAll(OPTIONS);
        return Collections.unmodifiableSequencedSet(names);
    }
}
