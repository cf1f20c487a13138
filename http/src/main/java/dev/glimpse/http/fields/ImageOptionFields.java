package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.vision.EncodeOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How the model shall see an image: the official options of MiniCPM-V's processors, of a request
/// and, in JSON, of a single image.
public final class ImageOptionFields {
    public static final String MAX_SLICES = "max_slice_nums";
    public static final String NUMBERED = "use_image_id";

    /// Into how many slices images are cut.
    public static final Field<String> SLICING =
            Field.number(
                    MAX_SLICES,
                    "Most slices that an image is cut into beside its overview; 1 is the overview"
                            + " alone. Left out, as the model was trained.",
                    Schema.integer(1, EncodeOptions.MOST_SLICES));

    private static final Field<Boolean> NUMBERING =
            Field.flag(
                    NUMBERED,
                    "Whether the prompt tells images' numbers. Left out, as the model was"
                            + " trained.");

    /// Both.
    public static final List<Field<?>> FIELDS = List.of(SLICING, NUMBERING);

    private ImageOptionFields() {}

    /// What a body's fields change.
    public static UnaryOperator<ImageOptions> read(BodyFields body) {
        return read("", body.get(SLICING), body.get(NUMBERING));
    }

    /// What the fields change.
    ///
    /// @param where the object that holds them, for messages: empty, or `images[1].`
    /// @param maxSlices the first field's text, if it is there
    /// @param numbered the second one's value
    public static UnaryOperator<ImageOptions> read(
            String where, Optional<String> maxSlices, Optional<Boolean> numbered) {
        Optional<Integer> slices = maxSlices.map(text -> wholeNumber(where + MAX_SLICES, text));
        return options -> {
            ImageOptions sliced =
                    slices.map(count -> withMaxSlices(where + MAX_SLICES, options, count))
                            .orElse(options);
            return numbered.map(sliced::withNumbered).orElse(sliced);
        };
    }

    private static ImageOptions withMaxSlices(String param, ImageOptions options, int count) {
        try {
            return options.withMaxSlices(count);
        } catch (IllegalArgumentException e) {
            throw invalid(param, String.valueOf(e.getMessage()));
        }
    }

    private static int wholeNumber(String param, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
            throw invalid(param, param + " is '" + shown + "'; expected a whole number");
        }
    }
}
