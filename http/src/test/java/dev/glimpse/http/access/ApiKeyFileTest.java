package dev.glimpse.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.access.RequestRate.Unit;
import dev.glimpse.http.fault.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFileTest {
    /// `printf %s secret | sha256sum`.
    private static final String SECRET =
            "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir Path folder;

    @Test
    void linesAreKeysWithLimits() throws IOException {
        Path file =
                write(
                        """
                        # who may ask

                        sha256:SECRET alice
                        sha256:ZEROS night.job-1 rate=600/h concurrent=2
                        """
                                .replace("SECRET", SECRET)
                                .replace("ZEROS", "0".repeat(64)));
        List<ApiKey> keys = ApiKeyFile.read(file);
        assertThat(keys)
                .containsExactly(
                        ApiKey.of("alice", "secret", Optional.empty(), OptionalInt.empty()),
                        new ApiKey(
                                "night.job-1",
                                "0".repeat(64),
                                Optional.of(new RequestRate(600, Unit.H)),
                                OptionalInt.of(2)));
        assertThat(keys.get(1).line())
                .isEqualTo("sha256:" + "0".repeat(64) + " night.job-1 rate=600/h concurrent=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "sha256:12 alice",
                "sha256:X alice rate=5/s",
                "sha256:X",
                "sha256:X a/b",
                "sha256:X alice rate=5",
                "sha256:X alice rate=0/s",
                "sha256:X alice rate=5/day",
                "sha256:X alice concurrent=0",
                "sha256:X alice concurrent=many",
                "sha256:X alice limit=5",
                "sha256:X alice rate"
            })
    void aLineThatIsNoKeyIsNamed(String line) throws IOException {
        boolean good = line.equals("sha256:X alice rate=5/s");
        Path file = write("# keys\n" + line.replace("X", SECRET) + "\n");
        if (good) {
            assertThat(ApiKeyFile.read(file)).hasSize(1);
            return;
        }
        assertThatThrownBy(() -> ApiKeyFile.read(file))
                .isInstanceOf(ServerStartException.class)
                .hasMessageStartingWith(file + ", line 2: ")
                .hasMessageContaining("expected sha256:DIGEST NAME [rate=60/min] [concurrent=4]");
    }

    @Test
    void aKeyOrANameTwiceIsRefused() throws IOException {
        String first = "sha256:" + SECRET + " alice\n";
        for (String second :
                List.of("sha256:" + SECRET + " bob", "sha256:" + "1".repeat(64) + " alice")) {
            Path file = write(first + second + "\n");
            assertThatThrownBy(() -> ApiKeyFile.read(file))
                    .hasMessageContaining("line 2")
                    .hasMessageContaining("stands there before");
        }
    }

    @Test
    void aFileWithoutKeysIsRefused() throws IOException {
        Path file = write("# none yet\n");
        assertThatThrownBy(() -> ApiKeyFile.read(file)).hasMessageContaining("nobody could ask");
        assertThatThrownBy(() -> ApiKeyFile.read(folder.resolve("none")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot read the API keys");
    }

    @Test
    void keysAreLongRandomAndNeverTheSame() {
        assertThat(ApiKey.draw()).matches("glimpse-[A-Za-z0-9_-]{43}").isNotEqualTo(ApiKey.draw());
        assertThatIllegalArgumentException().isThrownBy(() -> RequestRate.parse("99999999999/s"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("keys.txt"), text);
    }
}
