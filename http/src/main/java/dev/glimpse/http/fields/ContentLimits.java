package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;

/// What a question or a conversation may have.
///
/// @param maxImages images; 0 where the model takes text alone, and then none is needed
/// @param maxTextChars length of all text together, in UTF-16 units
public record ContentLimits(int maxImages, int maxTextChars) {

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
