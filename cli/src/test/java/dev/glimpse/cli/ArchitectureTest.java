package dev.glimpse.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows of docs/ARCHITECTURE.md, over the compiled classes of all modules.
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("glimpse.project.root"));

    /// What every module may use besides its own.
    private static final List<String> EVERYWHERE =
            List.of("java..", "org.jspecify.annotations..", "com.google.errorprone.annotations..");

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all =
                new ClassFileImporter()
                        .importPaths(
                                Stream.of(
                                                "native-bindings",
                                                "vision-encoder",
                                                "multimodal-runtime",
                                                "http",
                                                "evaluation",
                                                "cli")
                                        .map(module -> ROOT.resolve(module + "/target/classes"))
                                        .toList());
    }

    @Test
    void nativeBindingsStandAlone() {
        onlyUses("dev.glimpse.bindings..");
    }

    @Test
    void visionStandsOnBindings() {
        onlyUses(
                "dev.glimpse.vision..",
                "dev.glimpse.bindings..",
                "javax.imageio..",
                "org.bytedeco..",
                "org.opencv..");
    }

    @Test
    void runtimeStandsOnVisionAndBindings() {
        onlyUses(
                "dev.glimpse.runtime..",
                "dev.glimpse.vision..",
                "dev.glimpse.bindings..",
                "com.hubspot.jinjava..");
    }

    @Test
    void httpStandsOnTheRuntime() {
        onlyUses(
                "dev.glimpse.http..",
                "dev.glimpse.runtime..",
                "dev.glimpse.vision..",
                "io.javalin..",
                "io.micrometer..",
                "io.opentelemetry..",
                "jakarta.servlet..",
                "kotlin..",
                "org.apache.hc..",
                "org.eclipse.jetty..",
                "org.slf4j..",
                "tools.jackson..");
    }

    @Test
    void evaluationStandsOnTheRuntime() {
        onlyUses(
                "dev.glimpse.evaluation..",
                "dev.glimpse.runtime..",
                "dev.glimpse.vision..",
                "dev.hardwood..",
                "javax.net.ssl..",
                "javax.xml..",
                "tools.jackson..");
    }

    @Test
    void commandLineMayUseAllModulesAndNobodyUsesIt() {
        onlyUses(
                "dev.glimpse.cli..",
                "dev.glimpse..",
                "ch.qos.logback..",
                "com.github.luben.zstd..",
                "org.jline..",
                "org.slf4j..",
                "org.tukaani.xz..",
                "picocli..",
                "tools.jackson..");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.glimpse.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.glimpse.cli..")
                .check(all);
    }

    @Test
    void generatedBindingsAreSeenByTheBindingsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.glimpse.bindings..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.glimpse.bindings.ffi..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.glimpse.bindings..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .check(all);
    }

    /// Nothing of FFmpeg may be loaded where models run: its program is a process of its own.
    @Test
    void ffmpegIsAProcessOfItsOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.glimpse.vision.video.ffmpeg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.ffmpeg..", "dev.glimpse.vision.video.ffmpeg..")
                .check(all);
    }

    @Test
    void openCvIsSeenByImageInputAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.glimpse.vision.image..", "dev.glimpse.vision.video.ffmpeg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "org.opencv..", "javax.imageio..")
                .check(all);
        classes()
                .that()
                .resideInAPackage("dev.glimpse.vision.image..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                allowed(
                                        "dev.glimpse.vision.image..",
                                        "dev.glimpse.vision.fault..",
                                        "javax.imageio..",
                                        "org.bytedeco..",
                                        "org.opencv..")))
                .because("image input is pure: it is tested without native code of ours")
                .check(all);
    }

    /// A module's root package is its entrance: it opens what the packages below implement. Between
    /// those there are no cycles.
    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.glimpse.(*).(**)").should().beFreeOfCycles().check(all);
    }

    /// Classes in `module`, of which there are some, use nothing but `others`, each other, and what
    /// every module may use.
    private static void onlyUses(String module, String... others) {
        classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed(module, others)))
                .check(all);
    }

    private static String[] allowed(String module, String... others) {
        var packages = new ArrayList<>(EVERYWHERE);
        packages.add(module);
        packages.addAll(List.of(others));
        return packages.toArray(String[]::new);
    }
}
