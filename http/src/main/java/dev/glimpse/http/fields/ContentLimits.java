package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fetch.UrlSource;
import java.util.Optional;

/// What a question or a conversation may have.
///
/// @param maxImages images; 0 where the model takes text alone, and then none is needed
/// @param maxTextChars length of all text together, in UTF-16 units
/// @param fetcher of images that are named by a URL; absent where none are fetched
public record ContentLimits(int maxImages, int maxTextChars, Optional<UrlSource> fetcher) {

    /// Without images by URL.
    public ContentLimits(int maxImages, int maxTextChars) {
        this(maxImages, maxTextChars, Optional.empty());
    }

    /// An image file from its data (see [ImageData]) or its URL.
    ///
    /// @param param where the text stands, for messages: `images[1]`
    /// @throws RequestException if it is neither, or cannot be fetched
    public byte[] image(String param, String text) {
        String url = text.strip();
        if (!ImageData.isUrl(url)) {
            return ImageData.decode(param, text);
        }
        return fetcher.orElseThrow(() ->
                        invalid(
                                param,
                                param
                                        + " is a URL, and URLs are not fetched; send base64 or a"
                                        + " data URI"))
                .fetch(param, url);
    }

    /// Refuses images beyond the limit.
    ///
    /// @param param the field that has them, for messages
    /// @throws RequestException if there are more than allowed
    public void checkImages(int count, String param) {
        if (maxImages == 0 && count > 0) {
            throw invalid(
                    param,
                    "there are images, but the model was opened without a vision encoder"
                            + " (mmproj); ask without");
        }
        if (count > maxImages) {
            throw invalid(
                    param, "there are " + count + " images; at most " + maxImages + " are allowed");
        }
    }

    /// Refuses videos where the model takes none; it has a limit on frames of its own.
    ///
    /// @param param the part that has one, for messages
    /// @throws RequestException if there may be none
    public void checkVideos(String param) {
        if (maxImages == 0) {
            throw invalid(
                    param,
                    "there is a video, but the model was opened without a vision encoder (mmproj);"
                            + " ask without");
        }
    }

    /// Refuses text beyond the limit.
    ///
    /// @param param the field that has it, for messages
    /// @throws RequestException if it is longer than allowed
    public void checkText(long chars, String param) {
        if (chars > maxTextChars) {
            throw new RequestException(
                    ErrorType.PROMPT_TOO_LONG,
                    param,
                    param
                            + " has "
                            + chars
                            + " characters; at most "
                            + maxTextChars
                            + " are allowed");
        }
    }
}
