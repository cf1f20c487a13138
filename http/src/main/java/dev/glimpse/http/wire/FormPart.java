package dev.glimpse.http.wire;

import dev.glimpse.http.fault.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One part of a `multipart/form-data` body. Confined to one thread.
public final class FormPart {
    private final String name;
    private final Optional<String> fileName;
    private final String mediaType;
    private final byte[] content;

    FormPart(String name, Optional<String> fileName, String mediaType, byte[] content) {
        this.name = name;
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.content = content;
    }

    public String name() {
        return name;
    }

    /// Whether the part has a file name, or a type that is not text.
    public boolean isFile() {
        return fileName.isPresent() || !(mediaType.isEmpty() || mediaType.startsWith("text/"));
    }

    /// The content, not copied.
    public byte[] content() {
        return content;
    }

    /// The content as text.
    ///
    /// @throws RequestException if it is not UTF-8
    public String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException _) {
            throw RequestException.invalid(
                    name, name + " is not valid UTF-8; send text in that encoding");
        }
    }
}
