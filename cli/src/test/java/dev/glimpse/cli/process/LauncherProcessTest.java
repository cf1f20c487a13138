package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherProcessTest {
    @TempDir Path folder;

    @Test
    void folderWorksWhenMovedUnderANameWithSpacesAndCalledThroughALink() throws Exception {
        Path moved = folder.resolve("a new place/glimpse 1");
        copy(GlimpseProcess.dist(), moved);
        Files.write(folder.resolve("my red.png"), TestImage.plain(0xFF0000));
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(
                links.resolve("first"), Path.of("../a new place/glimpse 1/bin/glimpse"));
        Path second = Files.createSymbolicLink(links.resolve("second"), Path.of("first"));

        var outcome =
                GlimpseProcess.in(folder)
                        .launcher(second)
                        .run("ask", "my red.png", "What color is the image?");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("red");
    }

    @Test
    void cacheForAQuickStartIsMade() throws Exception {
        var made = GlimpseProcess.in(folder).with("GLIMPSE_AOT", "make").run();

        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
    }

    @Test
    void launcherIsFoundThroughPath() throws Exception {
        Path script = script("by-name", "#!/bin/sh\nPATH=\"$1:$PATH\"\nexec glimpse --version\n");

        var outcome =
                GlimpseProcess.in(folder)
                        .launcher(script)
                        .run(GlimpseProcess.dist().resolve("bin").toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("glimpse ");
    }

    @Test
    void javaThatIsTooOldIsPassedOver() throws Exception {
        var outcome =
                GlimpseProcess.in(folder)
                        .with("JAVA_HOME", fakeJava("17.0.15").toString())
                        .with(
                                "PATH",
                                System.getProperty("java.home") + "/bin:" + System.getenv("PATH"))
                        .run("--version");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("Java " + Runtime.version().feature());
    }

    @Test
    void withoutAJavaThatIsNewEnoughTheMessageListsWhatWasFoundAndWhatToInstall() throws Exception {
        String text = Files.readString(GlimpseProcess.dist().resolve("bin/glimpse"));
        assertThat(text).contains("required=25\n");
        Path demanding = script("glimpse", text.replace("required=25\n", "required=999\n"));
        Path old = fakeJava("17.0.15");

        var outcome =
                GlimpseProcess.in(folder)
                        .launcher(demanding)
                        .with("JAVA_HOME", old.toString())
                        .run("--version");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("glimpse: no Java 999 or newer was found\n")
                .contains("Java 17 in " + old + " (JAVA_HOME)")
                .contains("openjdk-25-jre-headless");
    }

    @Test
    void optionsForJavaAndFurtherLogsAreTaken() throws Exception {
        var outcome =
                GlimpseProcess.in(folder)
                        .with("GLIMPSE_JAVA_OPTS", "-Xmx512m -Dglimpse.home=/nowhere")
                        .run("samples");

        assertThat(outcome.err()).contains("samples/questions.tsv");
        assertThat(outcome.code()).isEqualTo(2);
    }

    private Path fakeJava(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
