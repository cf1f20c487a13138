package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/// A `Content-Type`, in lower case but for its parameters' values.
///
/// @param name as `application/json`; empty if the header is missing
public record MediaType(String name, Map<String, String> parameters) {
    /// The type of JSON.
    public static final String JSON = "application/json";

    /// The type of forms with files.
    public static final String FORM = "multipart/form-data";

    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    public static MediaType parse(@Nullable String header) {
        if (header == null) {
            return new MediaType("", Map.of());
        }
        var parameters = new HashMap<String, String>();
        String name = HttpField.getValueParameters(header, parameters);
        parameters.values().removeIf(value -> value == null);
        return new MediaType(name == null ? "" : name.strip().toLowerCase(Locale.ROOT), parameters);
    }

    public Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /// Lets JSON pass.
    ///
    /// @throws RequestException if it is another type
    public void requireJson() {
        if (!name.equals(JSON)) {
            throw unsupported(JSON);
        }
    }

    /// The refusal of this type where others are expected.
    public RequestException unsupported(String expected) {
        String found = name.isEmpty() ? "no Content-Type" : "Content-Type " + name;
        return new RequestException(
                ErrorType.UNSUPPORTED_MEDIA_TYPE,
                "the request has " + found + "; expected " + expected);
    }
}
