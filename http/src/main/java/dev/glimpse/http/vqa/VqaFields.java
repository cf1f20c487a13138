package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ResponseFormat;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.EncodedImageFile;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Collects a question's fields from either kind of body and checks each. Confined to one thread.
final class VqaFields {
    private static final int MAX_NUMBER_CHARS = 40;

    private final VqaLimits limits;
    private final List<PostedImage> images = new ArrayList<>();
    private String question = "";
    private ImageOptions imageOptions = ImageOptions.DEFAULT;
    private SamplingOptions sampling = SamplingOptions.GREEDY;
    private int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;
    private List<String> stop = List.of();
    private ResponseFormat format = ResponseFormat.TEXT;
    private Optional<Boolean> thinking = Optional.empty();
    private boolean stream;

    VqaFields(VqaLimits limits) {
        this.limits = limits;
    }

    /// Refuses too many images before any of them is decoded.
    void imageCount(int count, String param) {
        if (limits.maxImages() == 0) {
            if (count > 0) {
                throw invalid(
                        param,
                        "there are images, but the model was opened without a vision encoder"
                                + " (mmproj); ask without");
            }
            return;
        }
        if (count == 0) {
            throw invalid(param, "there is no image; send at least one as \"" + param + "\"");
        }
        if (count > limits.maxImages()) {
            throw invalid(
                    param,
                    "there are "
                            + count
                            + " images; at most "
                            + limits.maxImages()
                            + " are allowed");
        }
    }

    /// An image with what is said of it alone.
    private record PostedImage(EncodedImageFile file, UnaryOperator<ImageOptions> options) {}

    void image(String param, byte[] file) {
        image(param, file, UnaryOperator.identity());
    }

    /// @param options what is said of this image, upon what is said of all
    void image(String param, byte[] file, UnaryOperator<ImageOptions> options) {
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, param, param + " is empty; send an image file");
        }
        images.add(new PostedImage(EncodedImageFile.copyOf(file), options));
    }

    void question(Optional<String> value) {
        String question = value.orElse("");
        if (question.isBlank()) {
            String found = value.isPresent() ? "question is blank" : "question is missing";
            throw invalid("question", found + "; ask something about the image");
        }
        if (question.length() > limits.maxQuestionChars()) {
            throw new RequestException(
                    ErrorType.PROMPT_TOO_LONG,
                    "question",
                    "question has "
                            + question.length()
                            + " characters; at most "
                            + limits.maxQuestionChars()
                            + " are allowed");
        }
        checkCharacters("question", question);
        this.question = question;
    }

    void stop(List<String> values) {
        values.forEach(value -> checkCharacters("stop", value));
        stop = values;
    }

    void stream(boolean value) {
        stream = value;
    }

    /// Reads the options that are numbers.
    ///
    /// @param number a field's value as text, if it is there
    void numbers(Function<String, Optional<String>> number) {
        number.apply("max_tokens").ifPresent(text -> maxTokens = wholeTokens(text));
        for (SamplingOption option : SamplingOption.values()) {
            String name = option.wireName();
            number.apply(name)
                    .ifPresent(
                            text -> sample(name, () -> sampling.with(option, option.parse(text))));
        }
    }

    void logitBias(List<LogitBias> value) {
        sample("logit_bias", () -> sampling.withLogitBias(value));
    }

    void dryBreakers(List<String> values) {
        values.forEach(value -> checkCharacters("dry_sequence_breakers", value));
        sample("dry_sequence_breakers", () -> sampling.withDryBreakers(values));
    }

    void format(ResponseFormat value) {
        format = value;
    }

    void enableThinking(boolean value) {
        thinking = Optional.of(value);
    }

    void ignoreEos(boolean value) {
        sampling = sampling.withIgnoreEos(value);
    }

    /// What is said of all images.
    void imageOptions(UnaryOperator<ImageOptions> options) {
        imageOptions = options.apply(imageOptions);
    }

    VqaRequest build() {
        var content = new ArrayList<Content>();
        for (PostedImage image : images) {
            content.add(new Content.ImageFile(image.file, image.options.apply(imageOptions)));
        }
        content.add(Content.text(question));
        List<Message> messages = List.of(new Message(Role.USER, content));
        if (sampling.ignoreEos() && format != ResponseFormat.TEXT) {
            throw invalid(
                    "ignore_eos",
                    "ignore_eos is true beside response_format, which says where answers end; leave"
                            + " one of them out");
        }
        try {
            return new VqaRequest(
                    new GenerationRequest(messages, sampling, maxTokens, stop, format, thinking),
                    stream);
        } catch (IllegalArgumentException e) {
            throw invalid("stop", String.valueOf(e.getMessage()));
        }
    }

    /// The runtime checks the ranges; its messages begin with the option's name.
    private void sample(String param, Supplier<SamplingOptions> change) {
        try {
            sampling = change.get();
        } catch (IllegalArgumentException e) {
            throw invalid(param, String.valueOf(e.getMessage()));
        }
    }

    private static int wholeTokens(String text) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 1 && value <= Integer.MAX_VALUE) {
                return (int) value;
            }
            String allowed = value < 1 ? "1 or more" : "up to " + Integer.MAX_VALUE;
            throw invalid("max_tokens", "max_tokens is " + value + "; allowed: " + allowed);
        } catch (NumberFormatException _) {
            throw invalid(
                    "max_tokens", "max_tokens is " + shown(text) + "; expected a whole number");
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_NUMBER_CHARS
                ? "'" + text + "'"
                : "'" + text.substring(0, MAX_NUMBER_CHARS) + "…'";
    }

    private static void checkCharacters(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair =
                        Character.isHighSurrogate(unit)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw invalid(
                            name,
                            name
                                    + " has half a surrogate pair at offset "
                                    + i
                                    + "; send whole characters");
                }
                i++;
            }
        }
    }
}
