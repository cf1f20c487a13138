package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.WholeCharacters;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.EncodedImageFile;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Collects a question's fields from either kind of body and checks each. Confined to one thread.
final class VqaFields {
    private final ContentLimits limits;
    private final List<PostedImage> images = new ArrayList<>();
    private String question = "";
    private ImageOptions imageOptions = ImageOptions.DEFAULT;
    private final GenerationFields generation =
            new GenerationFields(GenerationRequest.DEFAULT_MAX_TOKENS);
    private boolean stream;

    VqaFields(ContentLimits limits) {
        this.limits = limits;
    }

    ContentLimits limits() {
        return limits;
    }

    /// Refuses too many images before any of them is decoded.
    void imageCount(int count, String param) {
        limits.checkImages(count, param);
        if (count == 0 && limits.maxImages() > 0) {
            throw invalid(param, "there is no image; send at least one as \"" + param + "\"");
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
        limits.checkText(question.length(), "question");
        this.question = WholeCharacters.check("question", question);
    }

    void stream(boolean value) {
        stream = value;
    }

    /// How the answer is made.
    GenerationFields generation() {
        return generation;
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
        return new VqaRequest(generation.build(messages), stream);
    }
}
