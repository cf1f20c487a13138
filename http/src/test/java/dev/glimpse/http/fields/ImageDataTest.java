package dev.glimpse.http.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.fault.RequestException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDataTest {
    private static final byte[] FILE = new byte[1000];

    static {
        new Random(1).nextBytes(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data:image/png;base64,",
                "DATA:IMAGE/PNG;BASE64,",
                "data:image/png; base64,",
                "data:image/png;charset=utf-8;base64,",
                "data:;base64,",
                "  data:image/png;base64,"
            })
    void dataUrisAndBase64InLinesAreRead(String beginning) {
        String line = Base64.getEncoder().encodeToString(FILE);
        String lines = Base64.getMimeEncoder().encodeToString(FILE);
        String unixLines = lines.replace("\r", "") + "\n";

        assertThat(ImageData.decode("image", beginning + line)).isEqualTo(FILE);
        assertThat(ImageData.decode("image", beginning + lines)).isEqualTo(FILE);
        assertThat(ImageData.decode("image", beginning + unixLines)).isEqualTo(FILE);
    }

    @Test
    void theAlphabetForUrlsIsNamed() {
        assertThatThrownBy(() -> ImageData.decode("image", "iVBO-w0K"))
                .isInstanceOf(RequestException.class)
                .hasMessage(
                        "image is not valid base64: character '-' at offset 4 is not of its"
                                + " alphabet; it is the alphabet for URLs, send the standard one"
                                + " with + and /");
    }

    @ParameterizedTest
    @CsvSource({
        "file:///etc/passwd, file:",
        "ftp://example.org/a.png, ftp:",
        "blob:http://example.org/1, blob:"
    })
    void urlsThatAreNeverFetchedAreCalledUrls(String url, String scheme) {
        assertThatThrownBy(() -> ImageData.decode("image", url))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(
                        "is a URL with " + scheme + ", and such URLs are not fetched");
    }

    @Test
    void placesAreThoseOfWhatWasSent() {
        assertThatThrownBy(() -> ImageData.decode("image", "\n QUI*"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("character '*' at offset 5 ");
        assertThatThrownBy(() -> ImageData.decode("image", "C:\\a.png"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("is not valid base64: character ':' at offset 1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "data:image/png;base64,", "data:image/png;base64,\n"})
    void nothingIsNoImage(String text) {
        assertThatThrownBy(() -> ImageData.decode("image", text))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("is empty; send base64 or a data URI");
    }
}
