package dev.glimpse.http.openai;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.runtime.LogProbabilityOptions;

/// How many likeliest tokens a client wants at each place.
public final class TokenCount {
    private TokenCount() {}

    /// Reads such a count.
    ///
    /// @param name the field, for messages
    /// @throws RequestException if that is no number or not allowed
    public static int alternatives(String name, String text) {
        int most = LogProbabilityOptions.MAX_ALTERNATIVES;
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > most) {
            throw invalid(name, name + " is " + text + "; allowed: 0 to " + most);
        }
        return Integer.parseInt(text);
    }
}
