package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.FormPart;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// Reads a request's images and how the model shall see them. Immutable.
public final class ImageFields {
    private static final String OF_ONE = "image";
    private static final Schema ONE =
            Schema.anyOf(Schema.string(), Schema.object(membersOfOne(), List.of(OF_ONE)));
    private static final SequencedSet<String> MEMBERS =
            Collections.unmodifiableSequencedSet(
                    new LinkedHashSet<>(membersOfOne().sequencedKeySet()));

    private static final Field<List<JsonNode>> IMAGES =
            Posted.list(
                    "images",
                    "Images in order: base64 or data URIs of JPEG, PNG, WebP, BMP, TIFF or GIF"
                            + " files, or objects with one as `image` and options beside it.",
                    ONE);

    private static final Field<List<Posted>> IMAGE =
            image(Schema.array(Schema.file()).ofAtLeast(1));
    private static final Field<List<Posted>> SINGLE = image(Schema.file());

    private static final Posted.Fields ALL = new Posted.Fields(IMAGE, IMAGES);

    /// One image or several.
    public static final List<Field<?>> SEVERAL = List.of(IMAGES, IMAGE);

    /// Exactly one image.
    public static final List<Field<?>> ONLY_ONE = List.of(SINGLE);

    private final ContentLimits limits;

    public ImageFields(ContentLimits limits) {
        this.limits = limits;
    }

    /// Reads all images, refusing too many before any is decoded.
    ///
    /// @return none only where the model takes none
    public List<Content> read(BodyFields body) {
        List<Content> images = readAny(body);
        if (images.isEmpty() && limits.maxImages() > 0) {
            throw noImage(body instanceof BodyFields.OfForm ? OF_ONE : "images");
        }
        return images;
    }

    /// Reads all images, if there are any, refusing too many before any is decoded.
    public List<Content> readAny(BodyFields body) {
        List<Posted> images = ALL.of(body);
        return read(ALL.nameIn(body), images, ImageOptionFields.read(body));
    }

    /// Reads the one image that there shall be.
    public Content readOne(BodyFields body) {
        List<Posted> images = body.get(SINGLE).orElse(List.of());
        if (images.size() > 1) {
            throw invalid(
                    OF_ONE,
                    "there are " + images.size() + " images; send one here, in each request");
        }
        if (images.isEmpty()) {
            throw noImage(OF_ONE);
        }
        return read(OF_ONE, images, ImageOptionFields.read(body)).getFirst();
    }

    private List<Content> read(
            String name, List<Posted> images, UnaryOperator<ImageOptions> options) {
        limits.checkImages(images.size(), name);
        boolean alone = name.equals(OF_ONE) && images.size() == 1;
        ImageOptions ofAll = options.apply(ImageOptions.DEFAULT);
        var contents = new ArrayList<Content>();
        for (int i = 0; i < images.size(); i++) {
            String param = alone ? name : name + "[" + i + "]";
            contents.add(
                    switch (images.get(i)) {
                        case Posted.Value(JsonNode value) -> value(param, value, ofAll);
                        case Posted.Part(FormPart part) -> part(param, part, ofAll);
                    });
        }
        return contents;
    }

    /// An image's data, or an object with options of its own beside it.
    private Content value(String param, JsonNode node, ImageOptions options) {
        if (!node.isObject()) {
            if (!node.isString()) {
                throw JsonFields.wrongType(param, node, "a string or an object");
            }
            return content(param, limits.image(param, node.stringValue()), options);
        }
        JsonFields image = JsonFields.of(node, MEMBERS);
        String data =
                image.text(OF_ONE)
                        .orElseThrow(() ->
                                invalid(param, param + " has no \"image\"; put its data there"));
        ImageOptions own =
                ImageOptionFields.read(
                                param + ".",
                                image.number(ImageOptionFields.MAX_SLICES),
                                image.flag(ImageOptionFields.NUMBERED))
                        .apply(options);
        return content(param, limits.image(param + "." + OF_ONE, data), own);
    }

    private static Content part(String param, FormPart part, ImageOptions options) {
        if (!part.isFile()) {
            throw invalid(
                    param,
                    param
                            + " is text; send a file, with curl as -F image=@photo.jpg (mind"
                            + " the @)");
        }
        return content(param, part.content(), options);
    }

    private static Content content(String param, byte[] file, ImageOptions options) {
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, param, param + " is empty; send an image file");
        }
        return Content.image(file, options);
    }

    private static RequestException noImage(String name) {
        return invalid(name, "there is no image; send at least one as \"" + name + "\"");
    }

    private static Field<List<Posted>> image(Schema inForms) {
        return Posted.field(
                OF_ONE,
                "A single image: in JSON base64, a data URI or an object with one and options"
                        + " beside it; in forms a file.",
                ONE,
                inForms);
    }

    private static SequencedMap<String, Schema> membersOfOne() {
        var members = new LinkedHashMap<String, Schema>();
        members.put(OF_ONE, Schema.string());
        ImageOptionFields.FIELDS.forEach(
                field -> members.put(field.name(), field.json().orElseThrow().schema()));
        return members;
    }
}
