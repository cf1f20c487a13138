package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.runtime.chat.ImageOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How the model shall see an image: the official options of MiniCPM-V's processors, of a request
/// and, in JSON, of a single image.
public final class ImageOptionFields {
    public static final String MAX_SLICES = "max_slice_nums";
    public static final String NUMBERED = "use_image_id";
    public static final List<String> NAMES = List.of(MAX_SLICES, NUMBERED);

    private ImageOptionFields() {}

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
